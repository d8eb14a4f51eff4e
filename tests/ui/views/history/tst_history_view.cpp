// The list of steps: every step by name, back to any and forward again, also beyond the limit of what is
// kept.
#include <QAbstractItemModelTester>
#include <QTest>

#include "tests/ui/views/immune_session.h"
#include "ui/views/history/history_view.h"

using namespace regulus;

class TestHistoryView : public QObject {
    Q_OBJECT
    std::unique_ptr<Session> m_session;
    std::unique_ptr<HistoryView> m_view;

    QStringList rows() {
        QStringList texts;
        for (int i = 0; i < m_view->model()->rowCount(); ++i)
            texts << m_view->model()->index(i, 0).data().toString();
        return texts;
    }
    void click(int row) {
        const QModelIndex index = m_view->model()->index(row, 0);
        m_view->scrollTo(index);
        QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, m_view->visualRect(index).center());
        QTRY_COMPARE(m_session->undoStack().index(), row);
    }
    CellSet first(std::size_t n) {
        CellSet cells(test::immune_cells);
        for (std::size_t i = 0; i < n; ++i) cells.insert(i);
        return cells;
    }

  private Q_SLOTS:
    void initTestCase() { test::useLightTheme(); }
    void init() {
        m_view = nullptr;
        m_session = test::immuneSession(false);
        m_view = std::make_unique<HistoryView>(m_session->undoStack());
        new QAbstractItemModelTester(m_view->model(), QAbstractItemModelTester::FailureReportingMode::QtTest,
                                     m_view.get());
        m_view->resize(260, 300);
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
    }

    void every_step_has_a_name() {
        QCOMPARE(rows(), QStringList{"Start"});
        m_session->cells().select(first(20));
        m_session->colors().colorBy(Coloring::gene("LYZ"));
        m_session->cells().setFilter("selection", first(20));
        QCOMPARE(rows(), (QStringList{"Start", "Select 20 cells", "Colour by LYZ", "Filter cells"}));
        QCOMPARE(m_view->currentIndex().row(), 3);
    }

    // Those before and after the current one are as large as it.
    void every_step_can_be_read() {
        for (const std::size_t n : {20UL, 30UL, 40UL}) m_session->cells().select(first(n));
        m_session->undoStack().undo();
        for (int row = 0; row < m_view->model()->rowCount(); ++row) {
            const QFont font = m_view->model()->index(row, 0).data(Qt::FontRole).value<QFont>();
            QCOMPARE(font.pixelSize(), Theme::current().font(13).pixelSize());
        }
    }

    void a_click_goes_back_and_forward() {
        m_session->cells().select(first(20));
        m_session->colors().colorBy(Coloring::gene("LYZ"));
        m_session->cells().select(first(50));
        click(1);
        QCOMPARE(m_session->cells().selection(), first(20));
        QVERIFY(m_session->colors().coloring() == Coloring::column("cell_type"));
        QCOMPARE(rows().size(), 4);  // what was undone stays to go forward to
        QCOMPARE(m_view->model()->index(3, 0).data(Qt::ForegroundRole).value<QColor>(),
                 Theme::current().mutedText);
        QVERIFY(!m_view->model()->index(1, 0).data(Qt::ForegroundRole).isValid());
        click(3);
        QCOMPARE(m_session->cells().selection(), first(50));
        QVERIFY(m_session->colors().coloring() == Coloring::gene("LYZ"));
        click(0);
        QVERIFY(m_session->cells().selection().empty());
        // Another gesture from here ends what lay ahead.
        m_session->cells().select(first(3));
        QCOMPARE(rows(), (QStringList{"Start", "Select 3 cells"}));
    }

    void the_keyboard_suffices() {
        m_session->cells().select(first(20));
        m_session->cells().select(first(30));
        m_view->setFocus();
        QTest::keyClick(m_view.get(), Qt::Key_Up);
        QTest::keyClick(m_view.get(), Qt::Key_Return);
        QTRY_COMPARE(m_session->cells().selection(), first(20));
    }

    void a_slider_is_one_step() {
        for (const double opacity : {0.7, 0.6, 0.5}) {
            ViewSettings settings = m_session->view().settings();
            settings.opacity = opacity;
            m_session->view().setSettings(settings);
        }
        QCOMPARE(rows(), (QStringList{"Start", "Change points"}));
    }

    void changes_of_the_view_are_told_apart() {
        const auto set = [&](auto change) {
            ViewSettings settings = m_session->view().settings();
            change(settings);
            m_session->view().setSettings(settings);
        };
        set([](ViewSettings& view) { view.labels = false; });
        set([](ViewSettings& view) { view.splitColumn = "donor_id"; });
        set([](ViewSettings& view) { view.splitColumn.clear(); });
        set([](ViewSettings& view) { view.continuousMap = "magma"; });
        set([](ViewSettings& view) { view.pointSize = 2; });
        QCOMPARE(rows(), (QStringList{"Start", "Hide labels", "Split the map by donor_id",
                                      "Do not split the map", "Colour map magma", "Change points"}));
    }

    void the_oldest_goes_at_the_limit() {
        const int limit = m_session->undoStack().undoLimit();
        QVERIFY(limit > 0);
        for (int i = 0; i < limit + 5; ++i) m_session->cells().select(first(std::size_t(i) + 1));
        QCOMPARE(rows().size(), limit + 1);
        QCOMPARE(rows().at(1), QString("Select 6 cells"));
        click(0);
        QCOMPARE(m_session->cells().selection(), first(5));
    }

    void another_dataset_begins_anew() {
        m_session->cells().select(first(20));
        m_session->setDataset(test::immuneDataset());
        QVERIFY(test::settle(*m_session));
        QCOMPARE(rows(), QStringList{"Start"});
    }
};

QTEST_MAIN(TestHistoryView)
#include "tst_history_view.moc"
