#include "ui/script/command_words.h"

#include <QRegularExpression>
#include <nlohmann/json.hpp>

#include "core/base/plain_number.h"
#include "ui/figures/recipe.h"

namespace regulus {
namespace {

constexpr qsizetype longest_line = 100;

}  // namespace

QString shellQuoted(const QString& argument) {
    static const QRegularExpression plain(QStringLiteral("\\A[A-Za-z0-9_./:@%+=,-]+\\z"));
    if (plain.match(argument).hasMatch()) return argument;
    QString inner = argument;
    inner.replace(QLatin1Char('\''), QLatin1String("'\\''"));
    inner.replace(QLatin1Char('\n'), QLatin1String("'\"$nl\"'"));
    return QLatin1Char('\'') + inner + QLatin1Char('\'');
}

// A text of JSON is one of Python where nothing beyond ASCII is written as pairs of surrogates.
QString pythonText(const std::string& text) {
    return QString::fromStdString(
        nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

QString pythonList(const std::vector<std::string>& texts) {
    QStringList items;
    for (const std::string& text : texts) items << pythonText(text);
    return QLatin1Char('[') + items.join(QStringLiteral(", ")) + QLatin1Char(']');
}

CommandWords::CommandWords(const std::string& name)
    : m_words{QStringLiteral("regulus ") + QString::fromStdString(name)} {}

CommandWords& CommandWords::add(const std::string& option, const std::string& value) {
    const QString quoted = shellQuoted(QString::fromStdString(value));
    const QLatin1Char between(value.starts_with('-') ? '=' : ' ');
    m_words << QString::fromStdString(option) + between + quoted;
    return *this;
}

CommandWords& CommandWords::addText(const std::string& option, const std::string& value) {
    return value.empty() ? *this : add(option, value);
}

CommandWords& CommandWords::addList(const std::string& option, const std::vector<std::string>& values) {
    QStringList texts;
    for (const std::string& value : values) texts << QString::fromStdString(value);
    return addText(option, texts.join(QLatin1Char(',')).toStdString());
}

CommandWords& CommandWords::addNumber(const std::string& option, double value) {
    return add(option, plain_number(value));
}

CommandWords& CommandWords::addFlag(const std::string& option, bool on) {
    if (on) m_words << QString::fromStdString(option);
    return *this;
}

CommandWords& CommandWords::addAsIs(const std::string& option, const QString& value) {
    m_words << (option.empty() ? value : QString::fromStdString(option) + QLatin1Char(' ') + value);
    return *this;
}

CommandWords& CommandWords::addReading(const ReadOptions& read) {
    addText("--part", read.part);
    addText("--obs", read.annotation);
    if (read.table_rows != TableRows::FindOut)
        add("--rows", read.table_rows == TableRows::Cells ? "cells" : "genes");
    return *this;
}

CommandWords& CommandWords::addPairs(std::span<const std::string> words) {
    for (std::size_t i = 0; i + 1 < words.size(); i += 2) add(words[i], words[i + 1]);
    return *this;
}

CommandWords& CommandWords::addGenes(const GeneRequest& genes, const std::string& mappingPath) {
    return addPairs(geneWords(genes, mappingPath));
}

CommandWords& CommandWords::addPrior(const std::string& path, const PriorOptions& narrowed) {
    add("--prior", path);
    if (narrowed.worst_confidence != 0) add("--min-confidence", std::string(1, narrowed.worst_confidence));
    if (narrowed.sign != SignFilter::Both) add("--sign", to_string(narrowed.sign));
    if (narrowed.min_importance > 0) addNumber("--min-importance", narrowed.min_importance);
    if (narrowed.top_targets > 0) add("--top-targets", std::to_string(narrowed.top_targets));
    addText("--tf-list", narrowed.tf_list);
    return addFlag("--expand-complexes", narrowed.expand_complexes);
}

QString CommandWords::lines() const {
    QString all, line;
    for (const QString& word : m_words) {
        if (!line.isEmpty() && line.size() + word.size() > longest_line) {
            all += line + QStringLiteral(" \\\n");
            line = QStringLiteral("    ") + word;
        } else {
            line += line.isEmpty() ? word : QLatin1Char(' ') + word;
        }
    }
    return all + line;
}

}  // namespace regulus
