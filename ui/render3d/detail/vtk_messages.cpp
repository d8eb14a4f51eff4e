#include "ui/render3d/detail/vtk_messages.h"

#include <vtkObjectFactory.h>
#include <vtkOutputWindow.h>

#include <QDebug>

namespace regulus {
namespace {

class MessagesToQt : public vtkOutputWindow {
  public:
    static MessagesToQt* New();
    void DisplayText(const char* text) override { qWarning("VTK: %s", text); }
};
vtkStandardNewMacro(MessagesToQt);

}  // namespace

void forward_vtk_messages() {
    MessagesToQt* messages = MessagesToQt::New();
    vtkOutputWindow::SetInstance(messages);
    messages->Delete();
}

}  // namespace regulus
