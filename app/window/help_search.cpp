#include "app/window/help_search.h"

#include <QTextBrowser>
#include <algorithm>

#include "ui/render/theme.h"

namespace regulus {
namespace {

QStringList wordsOf(const QString& typed) {
    return typed.simplified().split(QLatin1Char(' '), Qt::SkipEmptyParts);
}

}  // namespace

bool hasWords(const QString& text, const QString& typed) {
    const QStringList words = wordsOf(typed);
    return std::ranges::all_of(words,
                               [&](const QString& word) { return text.contains(word, Qt::CaseInsensitive); });
}

bool showWord(QTextBrowser& page, const QString& typed, bool fromStart) {
    QList<QTextEdit::ExtraSelection> marks;
    const QStringList words = wordsOf(typed);
    const QString word = words.isEmpty() ? QString() : words.front();
    if (!word.isEmpty()) {
        QTextCharFormat marked;
        marked.setBackground(Theme::current().accentSoft);
        for (QTextCursor at = page.document()->find(word); !at.isNull(); at = page.document()->find(word, at))
            marks.append({at, marked});
    }
    page.setExtraSelections(marks);
    if (marks.isEmpty()) return false;
    if (fromStart) page.moveCursor(QTextCursor::Start);
    if (!page.find(word)) {
        page.moveCursor(QTextCursor::Start);
        page.find(word);
    }
    return true;
}

}  // namespace regulus
