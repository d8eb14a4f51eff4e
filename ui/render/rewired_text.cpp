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
