// Reads the types that a C++ file defines for others to see.
#pragma once

#include <QString>
#include <QStringList>

namespace regulus::architecture {

// Names with their namespaces ("regulus::h5::Object") of the structs, classes, unions and enums defined at
// namespace scope; not those in unnamed namespaces, in other types or in functions, nor specialisations.
QStringList types_of(const QString& text);

}  // namespace regulus::architecture
