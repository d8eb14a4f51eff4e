// The help pages that come with the program.
#pragma once

#include <QDialog>

class QListWidget;
class QTextBrowser;

namespace regulus {

class HelpWindow final : public QDialog {
    Q_OBJECT
  public:
    explicit HelpWindow(QWidget* parent = nullptr);
    int pages() const;

  private:
    void open(int row);

    QListWidget* m_pages;
    QTextBrowser* m_page;
};

}  // namespace regulus
