#include "ui/figures/network/network_picture.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

namespace regulus {
namespace {

constexpr double weak_edge = 0.1375;  // log2 1.1

QString tr(const char* text) {
    return QCoreApplication::translate("NetworkPicture", text);
}

double shareOfMost(double value, double most) {
    return most > 0 ? strongest_edge * value / most : 0;
}

}  // namespace

NetworkPicture networkPicture(const QString& tf, std::vector<TargetPair> targets, bool pairs) {
    NetworkPicture picture;
    picture.tf = tf;
    picture.pairs = pairs;
    picture.reader = std::ranges::any_of(targets, ofReader, &TargetPair::first);
    for (const TargetPair& pair : targets)
        if (const double value = pairs ? differenceOf(pair) : pair.first.evidence; std::isfinite(value))
            picture.most = std::max(picture.most, std::abs(value));
    std::ranges::stable_sort(targets, std::greater<>(),
                             [&](const TargetPair& pair) { return edgeStrength(picture, pair); });
    picture.targets = std::move(targets);
    return picture;
}

double edgeStrength(const NetworkPicture& picture, const TargetPair& pair) {
    if (picture.pairs) {
        const double difference = std::abs(differenceOf(pair));
        return !std::isfinite(difference) ? 0
               : picture.reader           ? shareOfMost(difference, picture.most)
                                          : difference;
    }
    if (picture.reader) return shareOfMost(pair.first.evidence, picture.most);
    const double ratio = beyondUniform(pair.first);
    return std::isfinite(ratio) && ratio > 0 ? std::log2(ratio) : 0;
}

bool isWeak(const NetworkPicture& picture, const TargetPair& pair) {
    return edgeStrength(picture, pair) < weak_edge;
}

// What a target adds is its weight times its expression.
bool countsAgainstSign(const NetworkPicture& picture, const TargetPair& pair) {
    if (!picture.reader || isWeak(picture, pair)) return false;
    const double adds = picture.pairs ? differenceOf(pair) : pair.first.evidence;
    const double expression =
        picture.pairs ? pair.first.expression - pair.second.expression : pair.first.expression;
    return pair.first.sign * adds * expression < 0;
}

QColor signColor(int sign, const Theme& theme) {
    if (sign > 0) return theme.dark ? QColor(0x56, 0xb4, 0xe9) : QColor(0x00, 0x72, 0xb2);
    if (sign < 0) return theme.dark ? QColor(0xff, 0x9a, 0x4d) : QColor(0xd5, 0x5e, 0x00);
    return theme.mutedText;
}

QColor edgeColor(const NetworkPicture& picture, const TargetPair& pair, const Theme& theme) {
    if (isWeak(picture, pair)) return theme.missing;
    return signColor(!picture.pairs ? pair.first.sign : differenceOf(pair) > 0 ? 1 : -1, theme);
}

QString shownText(const NetworkPicture& picture) {
    if (picture.shown() == picture.targets.size()) return {};
    return (picture.pairs    ? tr("The %1 of %2 targets that differ most.")
            : picture.reader ? tr("The %1 of %2 targets that add most.")
                             : tr("The %1 of %2 targets with most attention beyond uniform."))
        .arg(picture.shown())
        .arg(picture.targets.size());
}

QString networkKey(const NetworkPicture& picture) {
    QString shown = shownText(picture);
    const bool against = std::any_of(
        picture.targets.begin(), picture.targets.begin() + static_cast<std::ptrdiff_t>(picture.shown()),
        [&](const TargetPair& pair) { return countsAgainstSign(picture, pair); });
    const QString ring =
        against ? tr(" Ring: counts against that sign, because it varies together with the other targets.")
                : QString();
    if (!shown.isEmpty()) shown += QLatin1Char(' ');
    if (picture.pairs)
        return shown +
               tr("Width: how far the two differ. Blue: more in %1; orange: more in %2; grey: about "
                  "the same. Arrow or bar: the prior's sign.")
                   .arg(picture.first, picture.second) +
               ring;
    if (picture.reader)
        return shown +
               tr("Width: what a target adds; grey: little, or it speaks against the TF. Arrow or "
                  "bar: the prior's sign.") +
               ring;
    return shown + tr("Width: attention beyond uniform. Blue arrow: activates; orange bar: represses; grey: "
                      "at most 1.1 × uniform.");
}

}  // namespace regulus
