// Names of groups where there is little width: on two lines rather than cut.
#pragma once

#include <QStringList>

namespace regulus {

// One line, or two of about the same length when the name has a space and more than 9 letters.
QStringList nameLines(const QString& name);

// A family of TFs in short: "RFX5 +2" of "RFX5 · RFXANK · RFXAP", of three.
QString shortFamilyName(const QString& name, int members);

}  // namespace regulus
