#include "ui/views/parts/name_field.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QKeyEvent>
#include <QRegularExpression>
#include <QStringListModel>
#include <algorithm>
#include <optional>
#include <unordered_set>

#include "ui/figures/coloring.h"
#include "ui/figures/name_lookup.h"
#include "ui/models/name_search.h"

namespace regulus {
namespace {

constexpr std::size_t most_offered = 12;
const QRegularExpression& pattern(Between between) {
    static const QRegularExpression blanks(QStringLiteral("[\\s,;]+")),
        commas(QStringLiteral("\\s*[,;\n\t]\\s*"));
    return between == Between::Blanks ? blanks : commas;
}

}  // namespace

QStringList wordsOf(const QString& text, Between between) {
    QStringList words;
    for (QString word : text.split(pattern(between), Qt::SkipEmptyParts)) {
        word = word.remove(QLatin1Char('"')).remove(QLatin1Char('\'')).trimmed();
        if (!word.isEmpty()) words << word;
    }
    return words;
}

QString joinedNames(const std::vector<std::string>& names) {
    QStringList texts;
    for (const std::string& name : names) texts << QString::fromStdString(name);
    return texts.join(QStringLiteral(", "));
}

NameField::NameField(QWidget* parent)
    : QLineEdit(parent), m_offered(new QStringListModel(this)), m_completer(new QCompleter(this)) {
    m_lookup = std::make_shared<const NameLookup>(m_known);
    setClearButtonEnabled(true);
    setMaxLength(1'000'000);
    m_completer->setModel(m_offered);
    m_completer->setWidget(this);
    m_completer->setCompletionMode(QCompleter::UnfilteredPopupCompletion);
    connect(m_completer, qOverload<const QString&>(&QCompleter::activated), this, &NameField::take);
    connect(this, &QLineEdit::textEdited, this, &NameField::offer);
}

NameField::~NameField() = default;

void NameField::setKnown(std::vector<std::string> names) {
    if (names == m_known) return;
    m_known = std::move(names);
    m_lookup = std::make_shared<const NameLookup>(m_known);
}

void NameField::setKnownOf(const NameField& other) {
    m_known = other.m_known;
    m_lookup = other.m_lookup;
}

void NameField::setBetween(Between between) {
    m_between = between;
}

void NameField::setSingle() {
    m_single = true;
    m_between = Between::Commas;
}

void NameField::showText(const QString& text) {
    if (text == m_said) return;
    setText(text);
    setCursorPosition(0);  // the first are seen
    m_said = text;
}

std::optional<std::string> NameField::known(const QString& word) const {
    if (const auto place = m_lookup->place(word)) return m_known[*place];
    if (!m_blends) return std::nullopt;
    const auto name = [this](const std::string& one) { return m_lookup->place(QString::fromStdString(one)); };
    const auto both =
        blendNames(word.toStdString(), [&](const std::string& one) { return name(one).has_value(); });
    const auto first = both ? name(both->first) : std::nullopt,
               second = both ? name(both->second) : std::nullopt;
    if (!first || !second) return std::nullopt;
    return m_known[*first] + " + " + m_known[*second];
}

// A name that is known may hold blanks.
QStringList NameField::words() const {
    static const QRegularExpression marks(QStringLiteral("[,;\t\r\n]+"));
    QStringList words;
    for (const QString& part : text().split(marks, Qt::SkipEmptyParts)) {
        if (known(part.trimmed()))
            words << part.trimmed();
        else
            words << wordsOf(part);
    }
    return words;
}

std::vector<std::string> NameField::names() const {
    std::vector<std::string> found;
    std::unordered_set<std::string> taken;
    for (const QString& word : words()) {
        const auto name = known(word);
        if (name && taken.insert(*name).second) found.push_back(*name);
    }
    return found;
}

QStringList NameField::unknown() const {
    QStringList left;
    for (const QString& word : words())
        if (!known(word) && !left.contains(word)) left << word;
    return left;
}

std::pair<int, int> NameField::wordAtCursor() const {
    const auto inside = [this](QChar c) {
        return (m_between == Between::Commas || !c.isSpace()) && c != QLatin1Char(',') &&
               c != QLatin1Char(';');
    };
    const QString all = text();
    if (m_single) return {0, static_cast<int>(all.size())};
    int begin = cursorPosition(), end = begin;
    while (begin > 0 && inside(all[begin - 1])) --begin;
    while (begin < end && all[begin].isSpace()) ++begin;
    while (end < all.size() && inside(all[end])) ++end;
    return {begin, end - begin};
}

void NameField::offer() {
    const auto [begin, length] = wordAtCursor();
    QStringList found;
    if (length > 0)
        for (const std::uint32_t place : findNames(m_known, {}, text().mid(begin, length), most_offered))
            found << QString::fromStdString(m_known[place]);
    m_offered->setStringList(found);
    if (found.isEmpty()) return m_completer->popup()->hide();
    m_completer->complete();
}

void NameField::take(const QString& name) {
    const auto [begin, length] = wordAtCursor();
    QString all = text();
    all.replace(begin, length, name);
    const bool last = !m_single && begin + name.size() >= all.size();
    if (last) all += QStringLiteral(", ");
    setText(all);
    setCursorPosition(static_cast<int>(begin + name.size() + (last ? 2 : 0)));
    choose();
}

void NameField::choose() {
    m_said = text();
    Q_EMIT chosen();
}

void NameField::keyPressEvent(QKeyEvent* event) {
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (!enter) return QLineEdit::keyPressEvent(event);
    m_completer->popup()->hide();
    choose();
    ++m_typing;
}

// What was typed and left counts as well.
void NameField::focusOutEvent(QFocusEvent* event) {
    QLineEdit::focusOutEvent(event);
    if (event->reason() == Qt::PopupFocusReason) return;
    if (text() != m_said) choose();
    ++m_typing;
}

}  // namespace regulus
