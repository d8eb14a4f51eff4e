#include "ui/render3d/detail/vtk_widget.h"

#include <vtkCommand.h>
#include <vtkGenericOpenGLRenderWindow.h>
#include <vtkGenericRenderWindowInteractor.h>
#include <vtkInteractorStyleTrackballCamera.h>
#include <vtkNew.h>
#include <vtkOpenGLFramebufferObject.h>
#include <vtkOpenGLState.h>
#include <vtkRenderer.h>

#include <QMouseEvent>
#include <QOpenGLContext>
#include <QOpenGLExtraFunctions>
#include <QWheelEvent>

#include "ui/render3d/opengl_format.h"

namespace regulus {

class VtkWidget::Host {
  public:
    explicit Host(VtkWidget& widget);
    ~Host();

    void setRenderer(vtkRenderer* renderer) { m_window->AddRenderer(renderer); }
    void attach();  // to the widget's current context
    void detach();  // from it, while it still lives
    void resize(int width, int height);
    void paint(unsigned int framebuffer);
    void place(const QPointF& position, Qt::KeyboardModifiers modifiers);
    void invoke(unsigned long event) { m_interactor->InvokeEvent(event); }

  private:
    void makeCurrent();
    void answerIsCurrent(vtkObject*, unsigned long, void* answer);
    void answerYes(vtkObject*, unsigned long, void* answer) { *static_cast<int*>(answer) = 1; }
    void askForPicture() { m_widget.update(); }
    void blit(unsigned int framebuffer);

    VtkWidget& m_widget;
    vtkNew<vtkGenericOpenGLRenderWindow> m_window;
    vtkNew<vtkGenericRenderWindowInteractor> m_interactor;
    vtkNew<vtkInteractorStyleTrackballCamera> m_style;
    QOpenGLContext* m_context = nullptr;  // the one that VTK's resources live in
    QSurface* m_surface = nullptr;        // what it is made current on, lives as long as the context
    QMetaObject::Connection m_contextGoes;
};

VtkWidget::Host::Host(VtkWidget& widget) : m_widget(widget) {
    // Or the interactor's Initialize() renders without a context.
    m_window->SetReadyForRendering(false);
    m_window->SetMultiSamples(0);
    m_window->AddObserver(vtkCommand::WindowMakeCurrentEvent, this, &Host::makeCurrent);
    m_window->AddObserver(vtkCommand::WindowIsCurrentEvent, this, &Host::answerIsCurrent);
    m_window->AddObserver(vtkCommand::WindowSupportsOpenGLEvent, this, &Host::answerYes);
    m_window->AddObserver(vtkCommand::WindowIsDirectEvent, this, &Host::answerYes);
    m_interactor->SetRenderWindow(m_window);
    m_interactor->SetInteractorStyle(m_style);
    // The style's wish to render becomes an update(): only paintGL() draws.
    m_interactor->EnableRenderOff();
    m_interactor->AddObserver(vtkCommand::RenderEvent, this, &Host::askForPicture);
    m_interactor->Initialize();
}

VtkWidget::Host::~Host() {
    detach();
    m_window->RemoveAllObservers();
    m_interactor->RemoveAllObservers();
    m_interactor->SetRenderWindow(nullptr);
}

void VtkWidget::Host::attach() {
    detach();
    m_context = QOpenGLContext::currentContext();
    m_surface = m_context->surface();
    m_contextGoes =
        QObject::connect(m_context, &QOpenGLContext::aboutToBeDestroyed, &m_widget, [this] { detach(); });
    m_window->SetOwnContext(0);
    m_window->SetFrameBlitModeToNoBlit();
    m_window->SetReadyForRendering(true);
    m_window->InitializeFromCurrentContext();
}

void VtkWidget::Host::detach() {
    if (m_context == nullptr) return;
    // Before Finalize(), which must not be entered a second time through a context that goes meanwhile.
    QObject::disconnect(m_contextGoes);
    makeCurrent();
    m_window->Finalize();
    m_window->SetReadyForRendering(false);
    m_context = nullptr;
    m_surface = nullptr;
}

// QOpenGLWidget::makeCurrent() would bind Qt's framebuffer behind the back of VTK's record of the state.
void VtkWidget::Host::makeCurrent() {
    if (m_context != nullptr && QOpenGLContext::currentContext() != m_context)
        m_context->makeCurrent(m_surface);
}

void VtkWidget::Host::answerIsCurrent(vtkObject*, unsigned long, void* answer) {
    *static_cast<bool*>(answer) = m_context != nullptr && QOpenGLContext::currentContext() == m_context;
}

void VtkWidget::Host::resize(int width, int height) {
    m_window->SetSize(width, height);
    m_interactor->SetSize(width, height);
}

void VtkWidget::Host::paint(unsigned int framebuffer) {
    if (m_context == nullptr) return;
    vtkOpenGLState* state = m_window->GetState();
    state->Reset();  // Qt has drawn since
    state->ResetFramebufferBindings();
    state->PushFramebufferBindings();
    m_window->Render();
    blit(framebuffer);
    state->PopFramebufferBindings();
}

void VtkWidget::Host::blit(unsigned int framebuffer) {
    vtkOpenGLState* state = m_window->GetState();
    const int* size = m_window->GetSize();
    m_window->GetDisplayFramebuffer()->Bind(GL_READ_FRAMEBUFFER);
    m_window->GetDisplayFramebuffer()->ActivateReadBuffer(0);
    state->vtkglBindFramebuffer(GL_DRAW_FRAMEBUFFER, framebuffer);
    state->vtkglDisable(GL_SCISSOR_TEST);
    state->vtkglBlitFramebuffer(0, 0, size[0], size[1], 0, 0, size[0], size[1], GL_COLOR_BUFFER_BIT,
                                GL_NEAREST);
    // Where alpha is not 1 the parent would show through.
    state->vtkglColorMask(GL_FALSE, GL_FALSE, GL_FALSE, GL_TRUE);
    state->vtkglClearColor(0, 0, 0, 1);
    state->vtkglClear(GL_COLOR_BUFFER_BIT);
    state->vtkglColorMask(GL_TRUE, GL_TRUE, GL_TRUE, GL_TRUE);
}

void VtkWidget::Host::place(const QPointF& position, Qt::KeyboardModifiers modifiers) {
    const QPointF pixel = position * m_widget.devicePixelRatio();
    m_interactor->SetEventInformationFlipY(qRound(pixel.x()), qRound(pixel.y()),
                                           modifiers.testFlag(Qt::ControlModifier),
                                           modifiers.testFlag(Qt::ShiftModifier));
}

VtkWidget::VtkWidget(QWidget* parent) : QOpenGLWidget(parent), m_host(std::make_unique<Host>(*this)) {
    setFormat(opengl_format());
    setUpdateBehavior(QOpenGLWidget::NoPartialUpdate);
    setFocusPolicy(Qt::StrongFocus);
}

VtkWidget::~VtkWidget() {
    makeCurrent();
    m_host.reset();
    doneCurrent();
}

void VtkWidget::setRenderer(vtkRenderer* renderer) {
    m_host->setRenderer(renderer);
}

void VtkWidget::initializeGL() {
    m_host->attach();
}

void VtkWidget::resizeGL(int width, int height) {
    m_host->resize(qRound(width * devicePixelRatio()), qRound(height * devicePixelRatio()));
}

void VtkWidget::paintGL() {
    m_host->paint(defaultFramebufferObject());
}

void VtkWidget::mousePressEvent(QMouseEvent* event) {
    m_host->place(event->position(), event->modifiers());
    switch (event->button()) {
        case Qt::LeftButton:
            return m_host->invoke(vtkCommand::LeftButtonPressEvent);
        case Qt::MiddleButton:
            return m_host->invoke(vtkCommand::MiddleButtonPressEvent);
        case Qt::RightButton:
            return m_host->invoke(vtkCommand::RightButtonPressEvent);
        default:
            QOpenGLWidget::mousePressEvent(event);
    }
}

void VtkWidget::mouseReleaseEvent(QMouseEvent* event) {
    m_host->place(event->position(), event->modifiers());
    switch (event->button()) {
        case Qt::LeftButton:
            return m_host->invoke(vtkCommand::LeftButtonReleaseEvent);
        case Qt::MiddleButton:
            return m_host->invoke(vtkCommand::MiddleButtonReleaseEvent);
        case Qt::RightButton:
            return m_host->invoke(vtkCommand::RightButtonReleaseEvent);
        default:
            QOpenGLWidget::mouseReleaseEvent(event);
    }
}

void VtkWidget::mouseMoveEvent(QMouseEvent* event) {
    m_host->place(event->position(), event->modifiers());
    m_host->invoke(vtkCommand::MouseMoveEvent);
}

void VtkWidget::wheelEvent(QWheelEvent* event) {
    const int turn = event->angleDelta().y();
    if (turn == 0) return QOpenGLWidget::wheelEvent(event);
    m_host->place(event->position(), event->modifiers());
    m_host->invoke(turn > 0 ? vtkCommand::MouseWheelForwardEvent : vtkCommand::MouseWheelBackwardEvent);
    event->accept();
}

}  // namespace regulus
