// The function by which the program enters this module; see CreateScatterView3d.
#include "ui/render3d/detail/vtk_messages.h"
#include "ui/render3d/detail/vtk_scatter_view.h"

extern "C" Q_DECL_EXPORT regulus::ScatterView3d* regulus_create_scatter_view_3d(QWidget* parent) {
    static const bool forwarded = (regulus::forward_vtk_messages(), true);
    Q_UNUSED(forwarded);
    return new regulus::VtkScatterView(parent);
}
