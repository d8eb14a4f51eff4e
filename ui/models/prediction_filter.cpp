#include "ui/models/prediction_filter.h"

#include <QHash>
#include <QRegularExpression>

#include "ui/models/prediction_table.h"

namespace regulus {
namespace {

// A little more than what a float is off its decimals by.
constexpr double slack = 1e-6;

NumberFilter::Of ofName(const QString& name) {
    using Of = NumberFilter::Of;
    static const QHash<QString, Of> names{{QStringLiteral("probability"), Of::Score},
                                          {QStringLiteral("score"), Of::Score},
                                          {QStringLiteral("2nd"), Of::Second},
                                          {QStringLiteral("margin"), Of::Margin},
                                          {QStringLiteral("classes"), Of::Classes}};
    return names.value(name.toLower());
}

NumberFilter::Sign signOf(const QString& sign) {
    using Sign = NumberFilter::Sign;
    static const QHash<QString, Sign> signs{
        {QStringLiteral("<"), Sign::Less},     {QStringLiteral("<="), Sign::AtMost},
        {QStringLiteral("≤"), Sign::AtMost},   {QStringLiteral("="), Sign::Equal},
        {QStringLiteral(">="), Sign::AtLeast}, {QStringLiteral("≥"), Sign::AtLeast},
        {QStringLiteral(">"), Sign::More}};
    return signs.value(sign);
}

}  // namespace

bool NumberFilter::passes(const PredictionTable& table, std::size_t cell) const {
    double own = 0;
    switch (of) {
        case Of::Score:
            own = static_cast<double>(table.score[cell]);
            break;
        case Of::Second:
        case Of::Margin:
            if (table.second[cell] < 0) return false;
            own = static_cast<double>(of == Of::Second ? table.secondScore[cell]
                                                       : table.score[cell] - table.secondScore[cell]);
            break;
        case Of::Classes:
            if (table.setSize.empty()) return false;
            own = table.setSize[cell];
            break;
    }
    switch (sign) {
        case Sign::Less:
            return own < value - slack;
        case Sign::AtMost:
            return own <= value + slack;
        case Sign::Equal:
            return std::abs(own - value) <= slack;
        case Sign::AtLeast:
            return own >= value - slack;
        case Sign::More:
            break;
    }
    return own > value + slack;
}

PredictionSearch readSearch(const QString& text) {
    static const QRegularExpression condition(
        QStringLiteral("(?:^|\\s)(probability|score|2nd|margin|classes)\\s*(<=|>=|≤|≥|<|>|=)\\s*"
                       "([0-9]*\\.?[0-9]+)(?=\\s|$)"),
        QRegularExpression::CaseInsensitiveOption);
    PredictionSearch search;
    qsizetype from = 0;
    for (auto found = condition.globalMatch(text); found.hasNext();) {
        const QRegularExpressionMatch match = found.next();
        search.words += text.mid(from, match.capturedStart() - from) + QLatin1Char(' ');
        from = match.capturedEnd();
        search.filters.push_back(
            {ofName(match.captured(1)), signOf(match.captured(2)), match.captured(3).toDouble()});
    }
    search.words = (search.words + text.mid(from)).simplified();
    static const QRegularExpression other(
        QStringLiteral("(?:^|\\s)([^\\s<>=≤≥]+)\\s*(?:<=|>=|≤|≥|<|>|=)\\s*[0-9.]"));
    search.unknown = other.match(search.words).captured(1);
    return search;
}

}  // namespace regulus
