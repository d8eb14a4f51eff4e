// A list of names, of genes, TFs or columns, as text: typed with completion, pasted, reordered, cleared.
#pragma once

#include <QLineEdit>
#include <memory>
#include <optional>
#include <string>
#include <vector>

class QCompleter;
class QStringListModel;

namespace regulus {

class NameLookup;

// What ends a name: names of columns may have blanks.
enum class Between { Blanks, Commas };

class NameField final : public QLineEdit {
    Q_OBJECT
  public:
    explicit NameField(QWidget* parent = nullptr);
    ~NameField() override;

    void setKnown(std::vector<std::string> names);
    void setKnownOf(const NameField& other);  // those of the other field, looked up once for both
    void setBetween(Between between);
    void setSingle();                      // one name, which takes the place of what was there
    void setBlends() { m_blends = true; }  // "A + B" between commas is one name, where both are known
    void showText(const QString& text);    // said to nobody; what is being typed stays where it says no other
    // Those of the text that are known, as they are written, each once; case does not matter where it leaves
    // no doubt.
    std::vector<std::string> names() const;
    QStringList unknown() const;
    // Another number each time that somebody begins to type: names taken one after another are one list.
    int typing() const { return m_typing; }

  Q_SIGNALS:
    void chosen();  // Return, or a name was taken from the list

  protected:
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

  private:
    QStringList words() const;
    // As it is to be written; nullopt: not known.
    std::optional<std::string> known(const QString& word) const;
    std::pair<int, int> wordAtCursor() const;  // begin and length
    void offer();
    void take(const QString& name);
    void choose();

    std::vector<std::string> m_known;
    std::shared_ptr<const NameLookup> m_lookup;
    QStringListModel* m_offered;
    QCompleter* m_completer;
    Between m_between = Between::Blanks;
    bool m_single = false, m_blends = false;
    QString m_said;  // the text when it was chosen last
    int m_typing = 0;
};

// Words between commas, semicolons, line ends and, unless only those count, blanks; quotes are dropped.
QStringList wordsOf(const QString& text, Between between = Between::Blanks);
QString joinedNames(const std::vector<std::string>& names);

}  // namespace regulus
