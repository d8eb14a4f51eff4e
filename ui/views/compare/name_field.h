// A list of genes or TFs as text: typed with completion, pasted, reordered, cleared.
#pragma once

#include <QLineEdit>
#include <string>
#include <vector>

class QCompleter;
class QStringListModel;

namespace regulus {

class NameField final : public QLineEdit {
    Q_OBJECT
  public:
    explicit NameField(QWidget* parent = nullptr);

    void setKnown(std::vector<std::string> names, std::vector<std::string> aliases = {});
    void setNames(const std::vector<std::string>& names);  // said to nobody
    // Those of the text that are known, as they are written, each once; case does not matter where it leaves
    // no doubt, and an alias stands for its name.
    std::vector<std::string> names() const;
    QStringList unknown() const;

  Q_SIGNALS:
    void chosen();  // Return, or a name was taken from the list

  protected:
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

  private:
    std::pair<int, int> wordAtCursor() const;  // begin and length
    void offer();
    void take(const QString& name);
    void choose();

    std::vector<std::string> m_known, m_aliases;
    QStringListModel* m_offered;
    QCompleter* m_completer;
    QString m_said;  // the text when it was chosen last
};

// Words between blanks, commas, semicolons and line ends; quotes are dropped.
QStringList wordsOf(const QString& text);

}  // namespace regulus
