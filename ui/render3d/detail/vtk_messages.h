// Sends VTK's warnings and errors to Qt's message handler, and with it to the program's log.
#pragma once

namespace regulus {

void forward_vtk_messages();

}  // namespace regulus
