#include "ui/render3d/detail/points_actor.h"

#include <vtkObjectFactory.h>
#include <vtkOpenGLRenderWindow.h>
#include <vtkOpenGLState.h>
#include <vtkProperty.h>
#include <vtkRenderer.h>
#include <vtkShaderProperty.h>
#include <vtkUniforms.h>

#include <qopengl.h>

#include <cmath>

namespace regulus {
namespace {

constexpr char diameter_name[] = "pointDiameter", side_name[] = "pointSide";
// Of the square that OpenGL draws only the disc in its middle stays; a pixel at its edge is covered in part.
constexpr char round_points[] = R"(//VTK::Light::Impl
  vec2 fromMiddle = (gl_PointCoord - vec2(0.5)) * pointSide;
  float cover = clamp(0.5 * pointDiameter + 0.5 - length(fromMiddle), 0.0, 1.0);
  if (cover <= 0.0) discard;
  gl_FragData[0].a *= cover;
)";

}  // namespace

vtkStandardNewMacro(PointsActor);

PointsActor::PointsActor() {
    // Or VTK would send points that are not opaque through a pass of its own, which knows no order.
    ForceOpaqueOn();
    GetShaderProperty()->AddFragmentShaderReplacement("//VTK::Light::Impl", true, round_points, false);
    setDiameter(3);
}

void PointsActor::setDiameter(double pixels) {
    const double side = std::ceil(pixels) + 1;
    vtkUniforms* uniforms = GetShaderProperty()->GetFragmentCustomUniforms();
    uniforms->SetUniformf(diameter_name, static_cast<float>(pixels));
    uniforms->SetUniformf(side_name, static_cast<float>(side));
    GetProperty()->SetPointSize(static_cast<float>(side));
}

void PointsActor::Render(vtkRenderer* renderer, vtkMapper* mapper) {
    vtkOpenGLState* state = static_cast<vtkOpenGLRenderWindow*>(renderer->GetRenderWindow())->GetState();
    vtkOpenGLState::ScopedglEnableDisable blending(state, GL_BLEND);
    vtkOpenGLState::ScopedglBlendFuncSeparate how(state);
    vtkOpenGLState::ScopedglDepthFunc test(state);
    state->vtkglEnable(GL_BLEND);
    state->vtkglBlendFuncSeparate(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA, GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
    state->vtkglDepthFunc(m_flat ? GL_ALWAYS : GL_LEQUAL);
    Superclass::Render(renderer, mapper);
}

}  // namespace regulus
