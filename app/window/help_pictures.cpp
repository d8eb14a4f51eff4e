#include "app/window/help_pictures.h"

#include <QEvent>
#include <QImage>
#include <QTextBlock>
#include <QTextBrowser>
#include <QUrl>
#include <algorithm>
#include <vector>

namespace regulus {
namespace {

void fit(QTextBrowser& page) {
    QTextDocument& document = *page.document();
    const double room = page.viewport()->width() - 2 * document.documentMargin();
    struct Picture {
        int at;
        QTextImageFormat format;
    };
    std::vector<Picture> pictures;
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next())
        for (auto part = block.begin(); !part.atEnd(); ++part)
            if (const QTextFragment text = part.fragment(); text.charFormat().isImageFormat())
                pictures.push_back({text.position(), text.charFormat().toImageFormat()});
    QTextCursor cursor(&document);
    cursor.beginEditBlock();
    for (Picture& picture : pictures) {
        const QVariant found = document.resource(QTextDocument::ImageResource, QUrl(picture.format.name()));
        const QSize size = found.canConvert<QImage>() ? found.value<QImage>().size() : QSize();
        if (size.isEmpty()) continue;
        const double width = std::max(1.0, std::min<double>(room, size.width()));
        if (picture.format.width() == width) continue;
        picture.format.setWidth(width);
        picture.format.setHeight(width * size.height() / size.width());
        cursor.setPosition(picture.at);
        cursor.setPosition(picture.at + 1, QTextCursor::KeepAnchor);
        cursor.setCharFormat(picture.format);
    }
    cursor.endEditBlock();
}

class Fitter final : public QObject {
  public:
    explicit Fitter(QTextBrowser& page) : QObject(&page), m_page(page) {
        page.viewport()->installEventFilter(this);
        connect(&page, &QTextBrowser::sourceChanged, this, [this] { fit(m_page); });
    }

    bool eventFilter(QObject* watched, QEvent* event) override {
        if (event->type() == QEvent::Resize) fit(m_page);
        return QObject::eventFilter(watched, event);
    }

  private:
    QTextBrowser& m_page;
};

}  // namespace

void fitPictures(QTextBrowser& page) {
    new Fitter(page);  // which the page owns
    fit(page);
}

}  // namespace regulus
