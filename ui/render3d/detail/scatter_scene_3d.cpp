#include "ui/render3d/detail/scatter_scene_3d.h"

#include <vtkBoundingBox.h>
#include <vtkCamera.h>
#include <vtkCellArray.h>
#include <vtkMath.h>
#include <vtkPointData.h>
#include <vtkPoints.h>
#include <vtkPolyData.h>
#include <vtkPolyDataMapper.h>
#include <vtkProperty.h>
#include <vtkRenderer.h>
#include <vtkTypeInt32Array.h>
#include <vtkUnsignedCharArray.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <vector>

namespace regulus {
namespace {

constexpr double rim = 1.03;  // of the picture, around all points

}  // namespace

ScatterScene3d::ScatterScene3d() {
    vtkNew<vtkPolyDataMapper> mapper;
    mapper->SetInputData(m_cloud);
    mapper->SetColorModeToDirectScalars();
    mapper->SetScalarModeToUsePointData();
    m_actor->SetMapper(mapper);
    m_actor->GetProperty()->LightingOff();  // a colour stands for a value: shading would change it
    m_renderer->AddActor(m_actor);
    setPointSize(3);
    setBackground(Qt::white);
}

ScatterScene3d::~ScatterScene3d() = default;

void ScatterScene3d::setPoints(std::span<const float> xyz, std::span<const QRgb> colors) {
    assert(xyz.size() == 3 * colors.size());
    const auto count = static_cast<vtkIdType>(colors.size());
    vtkNew<vtkPoints> points;
    points->SetDataTypeToFloat();
    points->SetNumberOfPoints(count);
    std::vector<std::uint32_t> drawn;
    drawn.reserve(colors.size());
    for (vtkIdType i = 0; i < count; ++i) {
        const float* p = xyz.data() + 3 * i;
        // Kept in place so that colours keep their index; what is in no order is neither drawn nor in bounds.
        if (std::isfinite(p[0]) && std::isfinite(p[1]) && std::isfinite(p[2])) {
            points->SetPoint(i, p[0], p[1], p[2]);
            drawn.push_back(static_cast<std::uint32_t>(i));
        } else {
            points->SetPoint(i, 0, 0, 0);
        }
    }
    m_cloud->SetPoints(points);
    setOrder(drawn, false);
    measure(drawn);
    setColors(colors);
}

void ScatterScene3d::setOrder(std::span<const std::uint32_t> order, bool flat) {
    const auto count = static_cast<vtkIdType>(order.size());
    vtkNew<vtkTypeInt32Array> offsets, points;
    offsets->SetNumberOfValues(count + 1);
    points->SetNumberOfValues(count);
    for (vtkIdType i = 0; i <= count; ++i) offsets->SetValue(i, static_cast<vtkTypeInt32>(i));
    for (vtkIdType i = 0; i < count; ++i)
        points->SetValue(i, static_cast<vtkTypeInt32>(order[static_cast<std::size_t>(i)]));
    vtkNew<vtkCellArray> vertices;
    vertices->SetData(offsets, points);
    m_cloud->SetVerts(vertices);
    m_actor->setFlat(flat);
}

void ScatterScene3d::setColors(std::span<const QRgb> colors) {
    assert(static_cast<vtkIdType>(colors.size()) == m_cloud->GetNumberOfPoints());
    vtkNew<vtkUnsignedCharArray> values;
    values->SetNumberOfComponents(4);
    values->SetNumberOfTuples(static_cast<vtkIdType>(colors.size()));
    unsigned char* out = values->GetPointer(0);
    for (const QRgb color : colors) {
        *out++ = static_cast<unsigned char>(qRed(color));
        *out++ = static_cast<unsigned char>(qGreen(color));
        *out++ = static_cast<unsigned char>(qBlue(color));
        *out++ = static_cast<unsigned char>(qAlpha(color));
    }
    m_cloud->GetPointData()->SetScalars(values);
    m_cloud->Modified();
}

void ScatterScene3d::setPointSize(double pixels) {
    m_actor->setDiameter(std::clamp(pixels, 1.0, 64.0));
}

void ScatterScene3d::setBackground(const QColor& color) {
    m_renderer->SetBackground(color.redF(), color.greenF(), color.blueF());
}

// The ball around the points that are drawn.
void ScatterScene3d::measure(std::span<const std::uint32_t> drawn) {
    vtkBoundingBox box;
    for (const std::uint32_t i : drawn) box.AddPoint(m_cloud->GetPoint(i));
    m_any = !drawn.empty();
    if (!m_any) return;
    box.GetCenter(m_middle.data());
    double farthest = 0;  // squared
    for (const std::uint32_t i : drawn)
        farthest = std::max(farthest, vtkMath::Distance2BetweenPoints(m_cloud->GetPoint(i), m_middle.data()));
    m_radius = farthest > 0 ? rim * std::sqrt(farthest) : 1;  // a single point has no extent
}

// So that every point stays in the picture however it is turned.
void ScatterScene3d::resetCamera(double aspect) {
    vtkCamera* camera = m_renderer->GetActiveCamera();
    camera->SetPosition(0, 0, 1);
    camera->SetFocalPoint(0, 0, 0);
    camera->SetViewUp(0, 1, 0);
    if (!m_any) return;
    const double half = vtkMath::RadiansFromDegrees(camera->GetViewAngle() / 2);
    // A picture that is higher than wide sees less across.
    const double narrow = aspect < 1 ? std::atan(std::tan(half) * aspect) : half;
    camera->SetFocalPoint(m_middle.data());
    camera->SetPosition(m_middle[0], m_middle[1], m_middle[2] + m_radius / std::sin(narrow));
    m_renderer->ResetCameraClippingRange();
}

Camera3d ScatterScene3d::camera() const {
    vtkCamera* camera = m_renderer->GetActiveCamera();
    Camera3d out;
    camera->GetPosition(out.position.data());
    camera->GetFocalPoint(out.target.data());
    camera->GetViewUp(out.up.data());
    out.viewAngle = camera->GetViewAngle();
    return out;
}

void ScatterScene3d::setCamera(const Camera3d& camera) {
    double forth[3], across[3];
    vtkMath::Subtract(camera.target.data(), camera.position.data(), forth);
    vtkMath::Cross(forth, camera.up.data(), across);
    const double area = vtkMath::Norm(across);
    if (!std::isfinite(area) || area <= 0) return;
    vtkCamera* own = m_renderer->GetActiveCamera();
    own->SetPosition(camera.position.data());
    own->SetFocalPoint(camera.target.data());
    own->SetViewUp(camera.up.data());
    m_renderer->ResetCameraClippingRange();
}

void ScatterScene3d::rotate(double right, double up) {
    vtkCamera* camera = m_renderer->GetActiveCamera();
    camera->Azimuth(-right);
    camera->Elevation(-up);
    camera->OrthogonalizeViewUp();
    m_renderer->ResetCameraClippingRange();
}

void ScatterScene3d::zoom(double factor) {
    m_renderer->GetActiveCamera()->Dolly(factor);
    m_renderer->ResetCameraClippingRange();
}

}  // namespace regulus
