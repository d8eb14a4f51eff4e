// The histogram of what cells are coloured by, and cells selected by their value.
#include <QDoubleSpinBox>
#include <QPushButton>
#include <QTest>
#include <QUndoStack>
#include <numeric>

#include "tests/ui/session/small_engine.h"
#include "ui/views/data_panel/data_panel.h"
#include "ui/views/data_panel/value_strip.h"
#include "ui/views/data_panel/values_box.h"

using namespace regulus;
using namespace regulus::test;

class TestValuesBox : public QObject {
    Q_OBJECT

    std::unique_ptr<Session> m_session;
    std::unique_ptr<DataPanel> m_panel;

    ValuesBox& box() { return *m_panel->values(); }
    ValueStrip& strip() { return *box().strip(); }
    void colorBy(const Coloring& coloring) {
        m_session->colors().colorBy(coloring);
        QTRY_VERIFY(m_session->colors().data()->coloring == coloring && m_session->jobs().idle());
    }
    std::vector<std::uint32_t> selected() { return m_session->cells().selection().rows(); }
    static std::size_t sum(const std::vector<std::size_t>& counts) {
        return std::accumulate(counts.begin(), counts.end(), std::size_t{0});
    }
    void drag(double from, double to, Qt::KeyboardModifiers modifiers = {}) {
        const QPoint a(int(std::lround(strip().xOf(from))), 20), b(int(std::lround(strip().xOf(to))), 20);
        QTest::mousePress(&strip(), Qt::LeftButton, modifiers, a);
        QTest::mouseMove(&strip(), (a + b) / 2);
        QTest::mouseRelease(&strip(), Qt::LeftButton, modifiers, b);
    }

  private Q_SLOTS:
    // depth: 1.5, 2.5, 3.5, 4.5, 5.5, 6.5
    void init() {
        m_session = std::make_unique<Session>(smallEngine());
        m_panel = std::make_unique<DataPanel>(*m_session);
        m_panel->resize(300, 900);
        m_panel->show();
        m_session->setDataset(smallDataset());
        QTRY_VERIFY(m_session->jobs().idle());
    }
    void cleanup() {
        m_panel.reset();
        m_session.reset();
    }

    void isThereForNumbersAlone() {
        colorBy(Coloring::column("cell_type"));
        QVERIFY(!box().isVisible());
        colorBy(Coloring::column("depth"));
        QVERIFY(box().isVisible());
        QTRY_COMPARE(strip().histogram().known, std::size_t{6});
        QCOMPARE(strip().histogram().low, 1.5);
        QCOMPARE(strip().histogram().high, 6.5);
        QVERIFY2(box().foot().startsWith("1.50 to 6.50"), qPrintable(box().foot()));
        m_session->close();
        QVERIFY(!box().isVisible());
    }

    void aStretchSelects() {
        colorBy(Coloring::column("depth"));
        QTRY_COMPARE(strip().histogram().known, std::size_t{6});
        drag(2.2, 4.7);
        QCOMPARE(selected(), (std::vector<std::uint32_t>{1, 2, 3}));
        QTRY_COMPARE(sum(strip().marked()), std::size_t{3});
        drag(6.0, 6.5, Qt::ShiftModifier);
        QCOMPARE(selected(), (std::vector<std::uint32_t>{1, 2, 3, 5}));
        drag(3.0, 5.0, Qt::ControlModifier);
        QCOMPARE(selected(), (std::vector<std::uint32_t>{1, 5}));
        m_session->undoStack().undo();
        QCOMPARE(selected().size(), std::size_t{4});
        // The other way round, beyond both ends: all that there are.
        drag(9, -3);
        QCOMPARE(selected().size(), std::size_t{6});
    }

    // A bar holds its lower end, and its upper end belongs to the next.
    void aClickSelectsItsBarAlone() {
        auto data = smallDataset();
        data->obs.columns.push_back({"step", Numeric{{0, 0.5, 1, 63.5, 64, 2.25}, false}});
        m_session->setDataset(data);
        colorBy(Coloring::column("step"));
        QTRY_COMPARE(strip().histogram().high, 64.0);
        QCOMPARE(strip().histogram().counts.size(), std::size_t{64});
        const auto click = [&](double value) {
            QTest::mouseClick(&strip(), Qt::LeftButton, {}, QPoint(int(std::lround(strip().xOf(value))), 20));
        };
        click(0.4);
        QCOMPARE(selected(), (std::vector<std::uint32_t>{0, 1}));
        click(63.6);
        QCOMPARE(selected(), (std::vector<std::uint32_t>{3, 4}));
    }

    void typedEndsSelectAndAreIncluded() {
        colorBy(Coloring::column("depth"));
        QTRY_COMPARE(strip().histogram().known, std::size_t{6});
        auto& low = *box().findChild<QDoubleSpinBox*>("low");
        auto& high = *box().findChild<QDoubleSpinBox*>("high");
        low.setValue(5.5);
        high.setValue(2.5);  // the wrong way round
        box().findChild<QPushButton*>("select")->click();
        QCOMPARE(selected(), (std::vector<std::uint32_t>{1, 2, 3, 4}));
    }

    void onlyVisibleCellsCount() {
        colorBy(Coloring::column("depth"));
        QTRY_COMPARE(strip().histogram().known, std::size_t{6});
        m_session->cells().setCategoryHidden("donor_id", 0, true);  // cells 0, 2, 4
        QTRY_COMPARE(strip().histogram().known, std::size_t{3});
        QCOMPARE(strip().histogram().low, 2.5);
        drag(-3, 99);
        QCOMPARE(selected(), (std::vector<std::uint32_t>{1, 3, 5}));
    }

    void zerosAndMissingAreSaid() {
        auto data = smallDataset();
        data->obs.columns.push_back({"odd", Numeric{{0, 0, std::nan(""), 2.5, 3.25, 0}, false}});
        m_session->setDataset(data);
        colorBy(Coloring::column("odd"));
        QTRY_VERIFY2(box().foot().contains("3 of 5 are 0") && box().foot().contains("1 without a value"),
                     qPrintable(box().foot()));
    }
};

QTEST_MAIN(TestValuesBox)
#include "tst_values_box.moc"
