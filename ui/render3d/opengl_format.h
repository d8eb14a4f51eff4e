// The OpenGL that 3-D needs: 3.2 core, which is also what VTK asks for.
#pragma once

#include <QSurfaceFormat>

namespace regulus {

inline QSurfaceFormat opengl_format() {
    QSurfaceFormat format;
    format.setRenderableType(QSurfaceFormat::OpenGL);
    format.setVersion(3, 2);
    format.setProfile(QSurfaceFormat::CoreProfile);
    format.setDepthBufferSize(24);
    format.setStencilBufferSize(8);
    format.setAlphaBufferSize(8);
    return format;
}

}  // namespace regulus
