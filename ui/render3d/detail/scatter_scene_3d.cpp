#include "ui/render3d/detail/scatter_scene_3d.h"

#include <vtkActor.h>
#include <vtkCamera.h>
#include <vtkCellArray.h>
#include <vtkMath.h>
#include <vtkPointData.h>
#include <vtkPoints.h>
#include <vtkPolyData.h>
#include <vtkPolyDataMapper.h>
#include <vtkProperty.h>
#include <vtkRenderer.h>
#include <vtkUnsignedCharArray.h>

#include <algorithm>
#include <cassert>
#include <cmath>

namespace regulus {

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
    vtkNew<vtkCellArray> vertices;
    vertices->AllocateExact(count, count);
    for (vtkIdType i = 0; i < count; ++i) {
        const float* p = xyz.data() + 3 * i;
        const bool drawn = std::isfinite(p[0]) && std::isfinite(p[1]) && std::isfinite(p[2]);
        // Kept in place so that colours keep their index; without a vertex it is neither drawn nor in bounds.
        if (drawn) {
            points->SetPoint(i, p[0], p[1], p[2]);
            vertices->InsertNextCell(1, &i);
        } else {
            points->SetPoint(i, 0, 0, 0);
        }
    }
    m_cloud->SetPoints(points);
    m_cloud->SetVerts(vertices);
    setColors(colors);
    resetCamera();
}

void ScatterScene3d::setColors(std::span<const QRgb> colors) {
    assert(static_cast<vtkIdType>(colors.size()) == m_cloud->GetNumberOfPoints());
    vtkNew<vtkUnsignedCharArray> values;
    values->SetNumberOfComponents(3);
    values->SetNumberOfTuples(static_cast<vtkIdType>(colors.size()));
    unsigned char* out = values->GetPointer(0);
    for (const QRgb color : colors) {
        *out++ = static_cast<unsigned char>(qRed(color));
        *out++ = static_cast<unsigned char>(qGreen(color));
        *out++ = static_cast<unsigned char>(qBlue(color));
    }
    m_cloud->GetPointData()->SetScalars(values);
    m_cloud->Modified();
}

void ScatterScene3d::setPointSize(double pixels) {
    m_actor->GetProperty()->SetPointSize(static_cast<float>(std::clamp(pixels, 1.0, 64.0)));
}

void ScatterScene3d::setBackground(const QColor& color) {
    m_renderer->SetBackground(color.redF(), color.greenF(), color.blueF());
}

void ScatterScene3d::resetCamera() {
    vtkCamera* camera = m_renderer->GetActiveCamera();
    camera->SetPosition(0, 0, 1);
    camera->SetFocalPoint(0, 0, 0);
    camera->SetViewUp(0, 1, 0);
    double bounds[6];
    m_cloud->GetCellsBounds(bounds);
    if (bounds[0] <= bounds[1]) m_renderer->ResetCamera(bounds);
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
