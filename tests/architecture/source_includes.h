// Reads the include lines out of the text of a C++ file.
#pragma once

#include <QList>
#include <QString>

namespace regulus::architecture {

struct Include {
    QString name;  // what stands between the quotes or brackets; the macro's name for a computed include
    int line = 0;  // from 1
    enum class Form { Quoted, Bracketed, Computed } form = Form::Quoted;
};

// The text with comments and the insides of literals blanked, line breaks kept. Lines that start with # keep
// their quotes.
QString without_comments(const QString& text);

// All of them, in every branch of #if; not those in comments or string literals.
QList<Include> includes_of(const QString& text);

}  // namespace regulus::architecture
