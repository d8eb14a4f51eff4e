#include "ui/render/rewired_text.h"

namespace regulus {
namespace {

struct Words {
    QString more, asMuch;
};

Words wordsOf(RewiredOf of) {
    switch (of) {
        case RewiredOf::Attention:
            return {QStringLiteral("more attention"), QStringLiteral("as much attention")};
        case RewiredOf::Spread:
            return {QStringLiteral("varies more"), QStringLiteral("varies as much")};
        case RewiredOf::FromGroups:
            return {QStringLiteral("farther from the mean of the groups"),
                    QStringLiteral("as far from the mean of the groups")};
        case RewiredOf::FromUniform:
            return {QStringLiteral("farther from uniform attention"),
                    QStringLiteral("as far from uniform attention")};
        case RewiredOf::Difference:
            break;
    }
    return {QStringLiteral("a larger difference"), QStringLiteral("as large a difference")};
}

}  // namespace

QString beyondRewired(RewiredOf of, int rewired) {
    return QStringLiteral("%1 than with any of %2 rewired priors").arg(wordsOf(of).more).arg(rewired);
}

QString rewiredText(RewiredOf of, int above, int rewired) {
    if (above == 0) return beyondRewired(of, rewired);
    return QStringLiteral("%1 with %2 of %3 rewired priors").arg(wordsOf(of).asMuch).arg(above).arg(rewired);
}

QString renamedText(RewiredOf of, int above, int renamed) {
    const bool far = of == RewiredOf::FromGroups || of == RewiredOf::FromUniform;
    const bool varies = of == RewiredOf::Spread;
    if (above == 0)
        return QStringLiteral("%1 than with any of %2 with TF names exchanged")
            .arg(far                           ? QStringLiteral("farther")
                 : varies                      ? QStringLiteral("varies more")
                 : of == RewiredOf::Difference ? QStringLiteral("larger")
                                               : QStringLiteral("more"))
            .arg(renamed);
    return QStringLiteral("%1 with %2 of %3 with TF names exchanged")
        .arg(far                           ? QStringLiteral("as far")
             : varies                      ? QStringLiteral("varies as much")
             : of == RewiredOf::Difference ? QStringLiteral("as large")
                                           : QStringLiteral("as much"))
        .arg(above)
        .arg(renamed);
}

QString beingCompared() {
    return QStringLiteral("being compared with rewired priors");
}

QString withinRewired() {
    return QStringLiteral("within rewired priors");
}

QString notStableText() {
    return QStringLiteral(
        "not stable: among the first 10, but in most divisions of the cells not among the first 20 in both "
        "halves");
}

}  // namespace regulus
