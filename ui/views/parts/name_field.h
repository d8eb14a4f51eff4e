// A list of names, of genes, TFs or columns, as text: typed with completion, pasted, reordered, cleared.
#pragma once

#include <QLineEdit>
#include <memory>
#include <string>
#include <vector>

class QCompleter;
class QStringListModel;

namespace regulus {

class NameField final : public QLineEdit {
    Q_OBJECT
  public:
    explicit NameField(QWidget* parent = nullptr);
    ~NameField() override;

    void setKnown(std::vector<std::string> names);
    void setNames(const std::vector<std::string>& names);  // said to nobody
    // Those of the text that are known, as they are written, each once; case does not matter where it leaves
    // no doubt.
    std::vector<std::string> names() const;
    QStringList unknown() const;

  Q_SIGNALS:
    void chosen();  // Return, or a name was taken from the list

  protected:
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

  private:
    QStringList words() const;
    std::pair<int, int> wordAtCursor() const;  // begin and length
    void offer();
    void take(const QString& name);
    void choose();

    class Lookup;
    std::vector<std::string> m_known;
    std::unique_ptr<const Lookup> m_lookup;
    QStringListModel* m_offered;
    QCompleter* m_completer;
    QString m_said;  // the text when it was chosen last
};

// Words between blanks, commas, semicolons and line ends; quotes are dropped.
QStringList wordsOf(const QString& text);

}  // namespace regulus
