// The help pages that come with the program.
#pragma once

#include <QDialog>

class QLabel;
class QLineEdit;
class QListWidget;
class QTextBrowser;
class QUrl;

namespace regulus {

class HelpWindow final : public QDialog {
    Q_OBJECT
  public:
    explicit HelpWindow(QWidget* parent = nullptr);
    int pages() const;
    QListWidget* list() const { return m_pages; }
    QTextBrowser* page() const { return m_page; }
    QLineEdit* search() const { return m_search; }

  private:
    void open(int row);
    void dress();                   // tables and links of the page that is shown
    void follow(const QUrl& page);  // in the list
    QWidget* bar();                 // back, forward and the search
    void look(const QString& typed);
    void lookOn();  // the next place, on the next page where this one has no more

    QLineEdit* m_search;
    QLabel* m_nothing;  // where no page has the words
    QListWidget* m_pages;
    QTextBrowser* m_page;
};

}  // namespace regulus
