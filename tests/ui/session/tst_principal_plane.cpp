// The flat picture of an embedding as it forms: the right plane, and it does not spin between pictures.
#include "ui/session/principal_plane.h"

#include <QTest>
#include <cmath>

#include "core/base/random.h"

using namespace regulus;

class TestPrincipalPlane : public QObject {
    Q_OBJECT

    // Variances 9 and 4 along two axes of six, 0.01 along the others.
    static Matrix cloud(std::size_t points) {
        Matrix m(points, 6);
        Random random(3);
        for (std::size_t r = 0; r < points; ++r)
            for (std::size_t c = 0; c < 6; ++c)
                m(r, c) = static_cast<float>(random.normal() * (c == 4 ? 3.0 : c == 1 ? 2.0 : 0.1) + 5.0);
        return m;
    }
    static double variance(const Matrix& m, std::size_t c) {
        double sum = 0, squares = 0;
        for (std::size_t r = 0; r < m.rows; ++r) {
            sum += m(r, c);
            squares += static_cast<double>(m(r, c)) * m(r, c);
        }
        const double n = static_cast<double>(m.rows);
        return squares / n - sum * sum / n / n;
    }

  private Q_SLOTS:
    void findsThePlaneOfGreatestVariance() {
        const Matrix plane = principalPlane(cloud(3000), {});
        QCOMPARE(plane.rows, 3000U);
        QVERIFY(std::abs(variance(plane, 0) - 9) < 0.8);
        QVERIFY(std::abs(variance(plane, 1) - 4) < 0.4);
    }

    void followsThePictureBefore() {
        const Matrix points = cloud(500);
        const Matrix first = principalPlane(points, {});
        for (const bool mirror : {false, true}) {
            // The same points seen turned by 130 degrees, perhaps mirrored.
            Matrix before(500, 2);
            const double a = 130.0 / 180 * M_PI;
            for (std::size_t r = 0; r < 500; ++r) {
                const double x = first(r, 0), y = mirror ? -first(r, 1) : first(r, 1);
                before(r, 0) = static_cast<float>(std::cos(a) * x - std::sin(a) * y);
                before(r, 1) = static_cast<float>(std::sin(a) * x + std::cos(a) * y);
            }
            const Matrix after = principalPlane(points, before);
            for (std::size_t r = 0; r < 500; ++r) {
                QVERIFY(std::abs(after(r, 0) - before(r, 0)) < 1e-3F);
                QVERIFY(std::abs(after(r, 1) - before(r, 1)) < 1e-3F);
            }
        }
    }

    void pointsThatAreAllAlikeGiveNumbers() {
        const Matrix plane = principalPlane(Matrix(10, 4), Matrix(10, 2));
        for (const float v : plane.values) QVERIFY(std::isfinite(v));
    }
};

QTEST_APPLESS_MAIN(TestPrincipalPlane)
#include "tst_principal_plane.moc"
