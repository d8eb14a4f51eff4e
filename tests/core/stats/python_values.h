// Numbers exchanged with Debian's python3: a script makes data and expected results and prints them as one
// JSON object.
#pragma once

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QString>
#include <QTest>
#include <cstdint>
#include <vector>

#include "core/data/matrix.h"
#include "tests/support/test_data.h"

namespace regulus::test {

// The object a script printed; empty, with a warning that shows why, when the script failed.
inline QJsonObject python_object(const QString& script, const QStringList& arguments = {},
                                 int timeout_ms = 120000) {
    const ScriptResult result = run_python(script, arguments, timeout_ms);
    if (result.exit_code != 0) qWarning("%s", qPrintable(result.errors));
    return QJsonDocument::fromJson(result.output.toUtf8()).object();
}

inline Matrix to_matrix(const QJsonValue& value) {
    const QJsonArray rows = value.toArray();
    Matrix m(static_cast<std::size_t>(rows.size()),
             rows.isEmpty() ? 0 : static_cast<std::size_t>(rows[0].toArray().size()));
    for (std::size_t r = 0; r < m.rows; ++r) {
        const QJsonArray row = rows[static_cast<qsizetype>(r)].toArray();
        for (std::size_t c = 0; c < m.cols; ++c) {
            m(r, c) = static_cast<float>(row[static_cast<qsizetype>(c)].toDouble());
        }
    }
    return m;
}

inline std::vector<std::int32_t> to_labels(const QJsonValue& value) {
    std::vector<std::int32_t> labels;
    for (const auto& item : value.toArray()) labels.push_back(item.toInt());
    return labels;
}

inline std::vector<double> to_doubles(const QJsonValue& value) {
    std::vector<double> numbers;
    for (const auto& item : value.toArray()) numbers.push_back(item.toDouble());
    return numbers;
}

}  // namespace regulus::test

// |actual - expected| <= tolerance, and says both when not; NaN fails.
#define REGULUS_CLOSE(actual, expected, tolerance)                                                     \
    do {                                                                                               \
        const double a_ = (actual), e_ = (expected);                                                   \
        QVERIFY2(std::abs(a_ - e_) <= (tolerance),                                                     \
                 qPrintable(QStringLiteral("%1, expected %2").arg(a_, 0, 'g', 9).arg(e_, 0, 'g', 9))); \
    } while (false)
