// A command as a shell takes it, and texts as Python does.
#pragma once

#include <QString>
#include <QStringList>
#include <span>
#include <string>
#include <vector>

#include "core/io/prior/prior_reader.h"
#include "ui/figures/opened_dataset.h"

namespace regulus {

// One argument as a POSIX shell takes it: quoted only when it has to be. The end of a line in it is "$nl", so
// that it begins none in a script; shell_newline says what that is.
inline const QString shell_newline = QStringLiteral("nl='\n'");
QString shellQuoted(const QString& argument);
// A text as a literal of Python, on one line.
QString pythonText(const std::string& text);
QString pythonList(const std::vector<std::string>& texts);

// "regulus NAME" and its options, one after another.
class CommandWords {
  public:
    explicit CommandWords(const std::string& name);

    // Also of values that begin as an option does.
    CommandWords& add(const std::string& option, const std::string& value);
    CommandWords& addText(const std::string& option, const std::string& value);  // nothing where it is empty
    CommandWords& addList(const std::string& option,
                          const std::vector<std::string>& values);  // "A,B"; none: nothing
    CommandWords& addNumber(const std::string& option, double value);
    CommandWords& addFlag(const std::string& option, bool on = true);
    // What stands for itself in the script, such as "$data"; of no option where that is empty.
    CommandWords& addAsIs(const std::string& option, const QString& value);
    CommandWords& addPairs(std::span<const std::string> words);  // an option, its value, and so on
    // How the dataset is read, and how its genes are named.
    CommandWords& addReading(const ReadOptions& read);
    CommandWords& addGenes(const GeneRequest& genes, const std::string& mappingPath);
    CommandWords& addPrior(const std::string& path, const PriorOptions& narrowed);

    QString text() const { return m_words.join(QLatin1Char(' ')); }
    QString lines() const;  // an option a line where one is too long

  private:
    QStringList m_words;  // an option with its value is one
};

}  // namespace regulus
