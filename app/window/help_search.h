// Words to look for in the help pages: which pages have them all, and where in a page.
#pragma once

#include <QString>
#include <QStringList>

class QTextBrowser;

namespace regulus {

// Whether a text has all words of what was typed, in any case and order. True for nothing typed.
bool hasWords(const QString& text, const QString& typed);

// Marks all places of the first word in a page, and goes to the next one after the cursor; to the first where
// `fromStart`, or when the last was passed. False where the page has none.
bool showWord(QTextBrowser& page, const QString& typed, bool fromStart);

}  // namespace regulus
