// Letters of the panels of a figure: a to z, then aa, ab and so on.
#pragma once

#include <QString>

namespace regulus {

inline QString panelLetter(std::size_t at) {
    const QString last(QChar(u'a' + static_cast<char16_t>(at % 26)));
    return at < 26 ? last : QString(QChar(u'a' + static_cast<char16_t>(at / 26 - 1))) + last;
}

}  // namespace regulus
