// What the score of a class is made of in the opened cell, and the attention of single heads, by a model that
// reads regulons.
#include <QComboBox>
#include <QMenu>
#include <QToolButton>
#include <algorithm>

#include "core/regulons/reader_of_head.h"
#include "tests/ui/session/regulon_model.h"
#include "tests/ui/views/immune_session.h"
#include "ui/views/inspector/contribution_list.h"
#include "ui/views/inspector/inspector_view.h"
#include "ui/views/inspector/reader_tf_section.h"
#include "ui/views/inspector/tf_detail.h"
#include "ui/views/parts/clean_table.h"

using namespace regulus;
using namespace regulus::test;

class ContributionsTest : public QObject {
    Q_OBJECT
    std::unique_ptr<Session> m_session;
    std::unique_ptr<InspectorView> m_view;

    ReaderTfSection& section() { return const_cast<ReaderTfSection&>(m_view->readerTfSection()); }
    ContributionList& list() { return *section().contributions(); }
    QAction* head(int h) {
        QMenu* menu = section().findChild<QToolButton*>("head")->menu();
        return menu->actions().at(h + 1);
    }

  private Q_SLOTS:
    void initTestCase() { useLightTheme(); }
    void init() {
        m_view.reset();  // before the session that it shows
        m_session = std::make_unique<Session>(Engine::standard());
        m_view = std::make_unique<InspectorView>(*m_session);
        m_session->setDataset(regulonCells());
        m_session->setPrior(regulonPrior());
        m_session->setModel(regulonModel());
        QTRY_VERIFY(m_session->model().rewired && m_session->jobs().idle());
        m_view->resize(420, 900);
        m_view->show();
        m_session->focus().setCell(4);  // of group two
        QVERIFY(settle(*m_session));
    }

    void rows_add_up_to_the_logit() {
        QVERIFY(!section().showsContributions());
        auto* button = section().findChild<QToolButton*>("contributions");
        QVERIFY(button->isVisible());
        button->click();
        QVERIFY(section().showsContributions() && list().isVisible());
        QVERIFY(!section().table()->isVisible());
        // Of the predicted class to begin with; the logits are those of the head, by the embedding.
        const ModelResults& results = *m_session->model().results;
        const int predicted = results.predicted[4];
        QCOMPARE(list().classes()->currentIndex(), predicted);
        const TfReader& reader = *m_session->model().tfs->reader;
        Job job;
        const std::uint32_t cell = 4;
        Matrix logits;
        read_regulons(reader.reader, *m_session->tfExpression(), std::span(&cell, 1),
                      {.bypass = reader.head->bypass}, job, [&](std::size_t, const Reading& reading) {
                          logits = logits_of(*reader.head, reading.embedding);
                      });
        for (int k = 0; k < list().classes()->count(); ++k) {
            list().classes()->setCurrentIndex(k);
            const ContributionModel& model = list().model();
            double sum = 0;
            for (int row = 0; row + 1 < model.rowCount(); ++row) sum += model.at(row).value;
            const ContributionRow& last = model.at(model.rowCount() - 1);
            QVERIFY(last.part == ContributionRow::Part::Sum);
            QVERIFY(std::abs(sum - last.value) < 1e-4);
            QVERIFY(std::abs(last.value - double(logits(0, std::size_t(k)))) < 1e-4);
            QVERIFY2(list().text().contains(list().classes()->currentText()), qPrintable(list().text()));
        }
        QVERIFY(picture(*m_view, QStringLiteral("inspector_contributions"), {420, 900}));
        // A TF's row opens it.
        const auto* table = list().findChild<CleanTable*>();
        QTest::mouseClick(table->viewport(), Qt::LeftButton, {},
                          table->visualRect(table->model()->index(0, 0)).center());
        QVERIFY(settle(*m_session));
        QCOMPARE(m_view->detail().tf(), list().model().at(0).name);
        // Of another cell its own predicted class; the choice stays, and a session keeps it.
        m_session->focus().setCell(5);
        QVERIFY(settle(*m_session));
        QVERIFY(section().showsContributions());
        QCOMPARE(list().classes()->currentIndex(), int(results.predicted[5]));
        {
            InspectorView another(*m_session);
            Q_EMIT m_session->changed(Change::ViewsRestored);
            QVERIFY(settle(*m_session));
            QVERIFY(another.readerTfSection().showsContributions());
        }
        // A group has none, nor has a prior without a model.
        m_session->cells().select(CellSet::of(90, std::vector<std::uint32_t>{1, 4, 7}), SelectMode::Replace);
        QVERIFY(settle(*m_session));
        QVERIFY(!section().showsContributions() && !button->isVisible() && section().table()->isVisible());
        m_session->setModel(nullptr);
        m_session->focus().setCell(4);
        QVERIFY(settle(*m_session));
        QVERIFY(!button->isVisible());
    }

    // For and against differ in colour, and every TF can be seen, with the sum behind them.
    void all_tfs_are_shown_on_demand() {
        constexpr std::size_t tfs = 30;
        ContributionList::Shown shown;
        shown.parts.tfs = Matrix(tfs, 2);
        shown.families = TfFamilies::none(tfs);
        double sum = 0;
        for (std::size_t t = 0; t < tfs; ++t) {
            shown.columns.push_back("TF" + std::to_string(t));
            shown.parts.tfs(t, 0) = float(t % 2 ? 1 : -1) * float(t + 1);
            sum += double(shown.parts.tfs(t, 0));
        }
        shown.parts.bypass = {-0.5, 0.5};
        shown.parts.constant = {0.25, 0};
        shown.parts.logits = {sum - 0.25, 1};
        ContributionList alone;
        alone.resize(360, 600);
        alone.QWidget::show();
        alone.show(std::make_shared<const ContributionList::Shown>(shown), {"one", "two"}, 0, false);
        const ContributionModel& model = alone.model();
        QCOMPARE(model.rowCount(), 8 + 4);
        QVERIFY(alone.more()->isVisible());
        QCOMPARE(alone.more()->text(), QStringLiteral("Show all 30"));
        alone.more()->click();
        QCOMPARE(model.rowCount(), int(tfs) + 3);
        QCOMPARE(alone.more()->text(), QStringLiteral("Show fewer"));
        const auto* table = alone.findChild<CleanTable*>();
        QVERIFY(table->height() >= model.rowCount() * 24);  // nothing scrolls in it
        double shown_sum = 0;
        const auto colorOf = [&](int row) {
            return model.index(row, ContributionModel::Bar).data(ColorRole).value<QColor>();
        };
        const QColor with = colorOf(0), against = colorOf(1);  // +30, -29
        QVERIFY(with.isValid() && against.isValid() && with != against);
        for (int row = 0; row + 1 < model.rowCount(); ++row) {
            shown_sum += model.at(row).value;
            QCOMPARE(colorOf(row), model.at(row).value < 0 ? against : with);
        }
        QVERIFY(std::abs(shown_sum - model.at(model.rowCount() - 1).value) < 1e-9);
        alone.classes()->setCurrentIndex(1);  // and stays so for another class
        QCOMPARE(model.rowCount(), int(tfs) + 3);
        alone.more()->click();
        QCOMPARE(model.rowCount(), 8 + 4);
    }

    void one_head_is_shown() {
        const TfReader& reader = *m_session->model().tfs->reader;
        const int heads = int(reader.reader.heads);
        QVERIFY(heads > 1);
        QCOMPARE(section().head(), -1);
        const std::uint32_t cell = 4;
        Job job;
        m_session->focus().setTf("TF1");
        QVERIFY(settle(*m_session));
        const double mean = m_view->detail().network().targets[0].first.evidence;
        std::vector<double> shown;
        double sum = 0;
        for (int h = 0; h < heads; ++h) {
            head(h)->trigger();
            QVERIFY(settle(*m_session));
            QCOMPARE(section().head(), h);
            ReadingOptions options;
            options.head = h;
            Matrix attention;
            read_regulons(reader.reader, *m_session->tfExpression(), std::span(&cell, 1), options, job,
                          [&](std::size_t, const Reading& reading) { attention = reading.attention; });
            const ReaderTfModel& tfs = section().tfs();
            for (int row = 0; row < tfs.rowCount(); ++row) {
                const ReaderTfRow& tf = tfs.at(row);
                const float expected =
                    log_ratio_to_uniform(attention(0, std::size_t(tf.column)), reader.reader.tfs());
                QVERIFY(std::abs(tf.attention - double(expected)) < 1e-4);
                // It is judged against the same head of rewired priors.
                QVERIFY(tf.rewired_above >= 0);
            }
            shown.push_back(tfs.at(0).attention);
            for (const TargetPair& pair : m_view->detail().network().targets)
                if (pair.first.gene == "T1_0") sum += pair.first.evidence / heads;
        }
        QVERIFY(std::ranges::any_of(shown, [&](double value) { return std::abs(value - shown[0]) > 1e-3; }));
        QVERIFY(std::isfinite(mean));
        double whole = 0;
        head(-1)->trigger();
        QVERIFY(settle(*m_session));
        QCOMPARE(section().head(), -1);
        for (const TargetPair& pair : m_view->detail().network().targets)
            if (pair.first.gene == "T1_0") whole = pair.first.evidence;
        QVERIFY(std::abs(whole - sum) < 1e-5);
        for (int row = 0; row < section().tfs().rowCount(); ++row) {
            const ReaderTfRow& tf = section().tfs().at(row);
            QCOMPARE(tf.attention, double(m_session->model().tfs->attention(4, std::size_t(tf.column))));
        }
        // What a session keeps; what a reader has not is passed over.
        head(1)->trigger();
        InspectorView another(*m_session);
        m_session->focus().setCell(4);
        Q_EMIT m_session->changed(Change::ViewsRestored);
        QVERIFY(settle(*m_session));
        QCOMPARE(another.readerTfSection().head(), 1);
        section().restoreHead(heads);
        QCOMPARE(section().head(), -1);
    }
};

QTEST_MAIN(ContributionsTest)
#include "tst_contributions.moc"
