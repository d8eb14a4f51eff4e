// Hosts a VTK render window in Qt 6, for which VTK 9.1 has no widget of its own. No VTK type shows here.
#pragma once

#include <QOpenGLWidget>
#include <memory>

class vtkRenderer;

namespace regulus {

// Draws one renderer and hands mouse and wheel to a trackball camera. Everything VTK draws happens in
// paintGL(); what wants a new picture calls update(). Survives being moved to another window, which gives
// it another OpenGL context. GUI thread only.
class VtkWidget : public QOpenGLWidget {
    Q_OBJECT
  public:
    explicit VtkWidget(QWidget* parent = nullptr);
    ~VtkWidget() override;

    // Shares the renderer, which may be let go before this widget is.
    void setRenderer(vtkRenderer* renderer);

  protected:
    void initializeGL() override;
    void resizeGL(int width, int height) override;
    void paintGL() override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

  private:
    class Host;
    std::unique_ptr<Host> m_host;
};

}  // namespace regulus
