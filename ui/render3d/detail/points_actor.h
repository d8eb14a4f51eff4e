// Points as round discs with smooth edges, drawn in the order of their vertices: each is blended over what
// was drawn before it.
#pragma once

#include <vtkOpenGLActor.h>

namespace regulus {

class PointsActor : public vtkOpenGLActor {
  public:
    static PointsActor* New();
    vtkTypeMacro(PointsActor, vtkOpenGLActor)

        void setDiameter(double pixels);  // of the device
    // Whether the distance of the points is of no account: a later one lies above an earlier one always.
    void setFlat(bool flat) { m_flat = flat; }

    void Render(vtkRenderer* renderer, vtkMapper* mapper) override;

  protected:
    PointsActor();

  private:
    bool m_flat = false;
};

}  // namespace regulus
