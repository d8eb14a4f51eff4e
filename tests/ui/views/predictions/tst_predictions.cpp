#include <QAbstractSpinBox>
#include <QFile>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QTemporaryDir>

#include "tests/ui/views/immune_session.h"
#include "ui/models/prediction_filter.h"
#include "ui/models/predictions_model.h"
#include "ui/models/table_text.h"
#include "ui/views/parts/clean_table.h"
#include "ui/views/parts/state_page.h"
#include "ui/views/predictions/kinds_bar.h"
#include "ui/views/predictions/predictions_csv.h"
#include "ui/views/predictions/predictions_view.h"

using namespace regulus;
using namespace regulus::test;

namespace {

void sortBy(PredictionsView& view, int column) {
    QHeaderView* header = view.table()->horizontalHeader();
    QTest::mouseClick(header->viewport(), Qt::LeftButton, {},
                      {header->sectionViewportPosition(column) + 10, 8});
}

bool shows(PredictionsView& view, int rows) {
    return QTest::qWaitFor([&] { return view.model().rowCount() == rows; }, 5000);
}

}  // namespace

class PredictionsTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase() { useLightTheme(); }

    void states() {
        Session empty(immuneEngine());
        PredictionsView nothing(empty);
        QCOMPARE(nothing.states()->page()->title(), QStringLiteral("Nothing is open"));
        auto session = immuneSession(false);
        PredictionsView view(*session);
        QCOMPARE(view.states()->page()->title(), QStringLiteral("No model yet"));
        QVERIFY(picture(view, QStringLiteral("predictions_no_model"), {1100, 260}));
    }

    void filters_search_and_sort() {
        auto session = immuneSession();
        PredictionsView view(*session);
        QVERIFY(settle(*session));
        QVERIFY(shows(view, int(immune_cells)));
        view.setDisagreementsOnly(true);
        QVERIFY(shows(view, 9));  // cells 7, 47, ... 327
        QCOMPARE(view.model().cellAt(0), 7U);
        view.setDisagreementsOnly(false);
        view.setSearch(QStringLiteral("naive"));
        QVERIFY(shows(view, 60 + 3));  // labelled or predicted so
        view.setSearch({});
        QVERIFY(shows(view, int(immune_cells)));
        session->cells().select(session->groups().cellsOf("cell_type", 3));
        view.setSelectedOnly(true);
        QVERIFY(shows(view, 60));
        session->cells().select(session->groups().cellsOf("cell_type", 5));
        QVERIFY(shows(view, 59));  // the last cell has no label
        view.setSelectedOnly(false);
        view.setScoreRange(0, 0.56);
        QVERIFY(QTest::qWaitFor([&] { return view.model().rowCount() < 60; }, 5000));
        view.setScoreRange(0, 1);
        QVERIFY(shows(view, int(immune_cells)));
        sortBy(view, 3);
        QVERIFY(settle(*session));
        const auto score = [&](int row) { return view.model().index(row, 3).data(ValueRole).toDouble(); };
        QVERIFY(score(0) > score(int(immune_cells) - 1));  // of numbers the largest first, of names A
        sortBy(view, 3);
        QVERIFY(settle(*session));
        QVERIFY(score(0) < score(int(immune_cells) - 1));
        sortBy(view, 3);
        QVERIFY(settle(*session));
        QCOMPARE(view.model().cellAt(0), 0U);
        sortBy(view, 1);
        QVERIFY(settle(*session));
        const auto label = [&](int row) { return view.model().index(row, 1).data().toString(); };
        QVERIFY(label(0) < label(200));
        QVERIFY(picture(view, QStringLiteral("predictions"), {1100, 320}));
    }

    // Controls go on in a second line rather than be cut.
    void a_narrow_panel_has_its_controls_whole() {
        auto session = immuneSession(true);
        PredictionsView view(*session);
        view.show();
        QVERIFY(shows(view, int(immune_cells)));
        for (const int width : {560, 1100}) {
            view.resize(width, 400);
            QVERIFY(settle(*session));
            QCOMPARE(view.width(), width);
            QTest::qWait(20);
            for (const QWidget* control : view.findChildren<QWidget*>()) {
                const bool checked = qobject_cast<const QLineEdit*>(control) ||
                                     qobject_cast<const QAbstractButton*>(control) ||
                                     qobject_cast<const QAbstractSpinBox*>(control);
                if (!checked || !control->isVisible()) continue;
                const QRect place(control->mapTo(&view, QPoint()), control->size());
                QVERIFY2(view.rect().contains(place), qPrintable(control->objectName()));
            }
            for (const QLineEdit* field : view.findChildren<QLineEdit*>())
                QVERIFY(field->width() >= field->fontMetrics().horizontalAdvance(field->placeholderText()));
        }
    }

    // What was searched for belongs to the data that were open.
    void other_data_are_not_searched() {
        auto session = immuneSession();
        PredictionsView view(*session);
        QVERIFY(settle(*session));
        view.setSearch(QStringLiteral("naive"));
        view.setScoreRange(0.1, 0.9);
        view.setDisagreementsOnly(true);
        QVERIFY(settle(*session));
        session->setDataset(immuneDataset());
        QVERIFY(settle(*session));
        const PredictionQuery& query = view.query();
        QVERIFY(query.text.isEmpty() && !query.disagreementsOnly);
        QVERIFY(query.leastScore == 0 && query.mostScore == 1);
        QVERIFY(session->memory().of("predictions").isEmpty());
    }

    // Buttons say how many; a click lists them; the threshold of Calibration is theirs.
    void wrong_and_sure_and_others() {
        auto session = immuneSession(false);
        session->setModel(calibratedImmuneModel());
        PredictionsView view(*session);
        QVERIFY(settle(*session));
        QVERIFY(shows(view, int(immune_cells)));
        const auto probability = [](std::size_t cell) { return 0.55F + 0.44F * float(cell % 17) / 17.0F; };
        const auto right = [](std::size_t cell) { return int(ImmunePredictor::said(cell)) == typeOf(cell); };
        const auto count = [&](float threshold, bool wrongAndSure) {
            int found = 0;
            for (std::size_t cell = 0; cell + 1 < immune_cells; ++cell)  // the last has no label
                found += wrongAndSure ? !right(cell) && probability(cell) >= threshold
                                      : right(cell) && probability(cell) < threshold;
            return found;
        };
        int unassigned = 0;
        for (const Assignment decided : session->model().results->assignments)
            unassigned += decided != Assignment::Assigned;
        const auto text = [&](PredictionKind kind) { return view.kinds()->button(kind)->text(); };
        using enum PredictionKind;
        QTRY_COMPARE(text(WrongAndSure), QStringLiteral("Wrong and sure: %1").arg(count(0.9F, true)));
        QCOMPARE(text(RightAndUnsure), QStringLiteral("Right and unsure: %1").arg(count(0.9F, false)));
        QCOMPARE(text(Unassigned), QStringLiteral("Unassigned: %1").arg(unassigned));
        view.kinds()->button(RightAndUnsure)->click();
        QVERIFY(shows(view, count(0.9F, false)));
        JudgingSettings settings;
        settings.threshold = 0.7;
        session->judging().set(settings);
        QVERIFY(count(0.7F, false) != count(0.9F, false));
        QVERIFY(shows(view, count(0.7F, false)));
        QCOMPARE(text(RightAndUnsure), QStringLiteral("Right and unsure: %1").arg(count(0.7F, false)));
        QVERIFY(view.kinds()->button(WrongAndSure)->toolTip().contains("0.700"));
        view.kinds()->button(WrongAndSure)->click();
        QVERIFY(shows(view, count(0.7F, true)));
        QVERIFY(count(0.7F, true) > 0);
        QVERIFY(!view.kinds()->button(RightAndUnsure)->isChecked());
        view.selectButton()->click();
        QCOMPARE(session->cells().selection().count(), std::size_t(count(0.7F, true)));
        for (const std::uint32_t cell : session->cells().selection().rows())
            QVERIFY(!right(cell) && probability(cell) >= 0.7F);
        view.kinds()->button(WrongAndSure)->click();
        QVERIFY(shows(view, int(immune_cells)));
        QVERIFY(picture(view, QStringLiteral("predictions_kinds"), {1240, 300}));
    }

    void conditions_on_numbers() {
        using Filter = NumberFilter;
        const PredictionSearch read =
            readSearch("NK  probability<0.6 2nd >= .25 T cell margin≤0.1 classes=2");
        QCOMPARE(read.words, QStringLiteral("NK T cell"));
        QCOMPARE(read.filters.size(), std::size_t(4));
        QVERIFY(read.filters[0] == (Filter{Filter::Of::Score, Filter::Sign::Less, 0.6}));
        QVERIFY(read.filters[1] == (Filter{Filter::Of::Second, Filter::Sign::AtLeast, 0.25}));
        QVERIFY(read.filters[2] == (Filter{Filter::Of::Margin, Filter::Sign::AtMost, 0.1}));
        QVERIFY(read.filters[3] == (Filter{Filter::Of::Classes, Filter::Sign::Equal, 2}));
        for (const char* const words : {"score", "score<", "<0.5", "xscore<0.5", "score<0.5x", "a=b"}) {
            QVERIFY2(readSearch(words).filters.empty(), words);
            QCOMPARE(readSearch(words).words, QString(words));
        }
        QCOMPARE(readSearch("NK prob<0.6 margin<.1").unknown, QString("prob"));
        QVERIFY(readSearch("CD4 T score<0.6").unknown.isEmpty());
        auto session = immuneSession();
        PredictionsView view(*session);
        QVERIFY(settle(*session));
        view.setSearch(QStringLiteral("score>=0.9 naive"));
        int wanted = 0;
        for (std::size_t cell = 0; cell < immune_cells; ++cell)
            wanted += 0.55F + 0.44F * float(cell % 17) / 17.0F >= 0.9F &&
                      ((typeOf(cell) == 4 && cell + 1 < immune_cells) || ImmunePredictor::said(cell) == 4);
        QVERIFY(shows(view, wanted));
        QVERIFY(wanted > 5);
        view.setSearch(QStringLiteral("classes>1"));  // not calibrated: there is no such number
        QVERIFY(shows(view, 0));
    }

    void columns_are_chosen_and_copied() {
        auto session = immuneSession();
        PredictionsView view(*session);
        QVERIFY(settle(*session));
        QVERIFY(shows(view, int(immune_cells)));
        sortBy(view, 3);
        QVERIFY(settle(*session));
        Q_EMIT view.columnsButton()->menu()->aboutToShow();
        const auto entries = view.columnsButton()->menu()->actions();
        QCOMPARE(entries.size(), 6);  // all but the cell's name
        for (QAction* entry : entries)
            if (entry->text() == "Label" || entry->text() == "2nd prediction") entry->trigger();
        QCOMPARE(view.model().columnCount(), 5);
        QVERIFY(view.table()->copiedText().startsWith(QStringLiteral("Cell\tPrediction\tScore\t2nd score")));
        QCOMPARE(view.table()->horizontalHeader()->sortIndicatorSection(), 2);
        sortBy(view, 1);  // the prediction, wherever it is now
        QVERIFY(settle(*session));
        QCOMPARE(view.query().column, PredictionColumn::Prediction);
        // Another view that takes the memory up shows the same.
        PredictionsView again(*session);
        Q_EMIT session->changed(Change::ViewsRestored);
        QVERIFY(settle(*session));
        QCOMPARE(again.model().columnCount(), 5);
    }

    void rows_open_and_select_cells() {
        auto session = immuneSession();
        PredictionsView view(*session);
        view.resize(1000, 400);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        QVERIFY(settle(*session));
        const auto middle = [&](int row) {
            return view.table()->visualRect(view.model().index(row, 1)).center();
        };
        QTest::mouseClick(view.table()->viewport(), Qt::LeftButton, {}, middle(2));
        QCOMPARE(session->focus().cell(), std::optional<std::uint32_t>(2));
        QVERIFY(session->cells().selection().empty());
        QTest::mouseClick(view.table()->viewport(), Qt::LeftButton, Qt::ShiftModifier, middle(5));
        QCOMPARE(session->cells().selection().rows(), (std::vector<std::uint32_t>{2, 3, 4, 5}));
        session->focus().setCell(300);  // from elsewhere: the table follows, the selection stays
        QCOMPARE(view.table()->currentIndex().row(), 300);
        QCOMPARE(session->cells().selection().count(), 4U);
        QVERIFY(view.table()->copiedText().startsWith(QStringLiteral("Cell\tLabel\tPrediction\tScore")));
        QCOMPARE(view.table()->copiedText().count(QLatin1Char('\n')), 2);
    }

    void sorting_shows_the_top() {
        auto session = immuneSession();
        PredictionsView view(*session);
        view.resize(1000, 300);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        QVERIFY(settle(*session));
        session->focus().setCell(200);
        QVERIFY(view.table()->verticalScrollBar()->value() > 0);  // a cell chosen elsewhere is gone to
        for (const int column : {3, 0}) {
            view.table()->scrollToBottom();
            sortBy(view, column);
            QVERIFY(settle(*session));
            QCOMPARE(view.table()->verticalScrollBar()->value(), 0);
            QCOMPARE(session->focus().cell(), std::optional<std::uint32_t>(200));
        }
    }

    void the_arrow_covers_no_header() {
        auto session = immuneSession();
        PredictionsView view(*session);
        view.resize(1000, 300);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        QVERIFY(settle(*session));
        QHeaderView* header = view.table()->horizontalHeader();
        const QImage plain = header->grab().toImage();
        const QRgb ground = plain.pixel(1, 1);
        for (int column = 0; column < view.model().columnCount(); ++column) {
            sortBy(view, column);
            QVERIFY(settle(*session));
            QTest::mouseMove(view.table()->viewport(), QPoint(5, 60));
            const QImage sorted = header->grab().toImage();
            int letters = 0, covered = 0, drawn = 0;
            const int left = header->sectionViewportPosition(column);
            for (int x = left; x < std::min(left + header->sectionSize(column), plain.width()); ++x) {
                for (int y = 0; y < plain.height(); ++y) {
                    const bool letter = plain.pixel(x, y) != ground;
                    letters += letter;
                    covered += letter && sorted.pixel(x, y) != plain.pixel(x, y);
                    drawn += !letter && sorted.pixel(x, y) != plain.pixel(x, y);
                }
            }
            const QByteArray where = "column " + QByteArray::number(column);
            QVERIFY2(letters > 10 && drawn > 3, where);
            QVERIFY2(covered == 0, where);
        }
    }

    // Probabilities and sets of a calibrated model, scores of any other.
    void says_probability_of_a_calibrated_model_alone() {
        auto session = immuneSession();
        PredictionsView view(*session);
        QVERIFY(settle(*session));
        QVERIFY(shows(view, int(immune_cells)));
        const auto header = [&](int column, int role = Qt::DisplayRole) {
            return view.model().headerData(column, Qt::Horizontal, role).toString();
        };
        QCOMPARE(view.model().columnCount(), 7);
        QCOMPARE(header(3), QStringLiteral("Score"));
        QVERIFY(header(3, Qt::ToolTipRole).contains(QStringLiteral("not calibrated")));
        session->setModel(calibratedImmuneModel());
        QVERIFY(settle(*session));
        QVERIFY(shows(view, int(immune_cells)));
        QCOMPARE(view.model().columnCount(), 8);
        QCOMPARE(header(3), QStringLiteral("Probability"));
        QCOMPARE(header(5), QStringLiteral("2nd probability"));
        QCOMPARE(header(7), QStringLiteral("Not excluded"));
        QVERIFY(header(7, Qt::ToolTipRole).contains(QStringLiteral("cannot be excluded at 95 %")));
        const auto said = [&](int cell, int column) {
            return view.model().index(cell, column).data().toString();
        };
        QCOMPARE(said(6, 2), QString::fromStdString(immune_types[0]));
        QCOMPARE(said(6, 7), QString::fromStdString(immune_types[0]));
        // Unsure: the even classes have .072, the odd ones .108.
        QCOMPARE(said(0, 2), QString::fromStdString(immune_types[0]) + QStringLiteral(" (unassigned)"));
        QVERIFY(view.model().index(0, 2).data(MutedRole).toBool());
        QCOMPARE(said(0, 7), QString::fromStdString(immune_types[0] + ", " + immune_types[1] + ", " +
                                                    immune_types[3] + ", " + immune_types[5]));
        // Called by the name of another type.
        QVERIFY(said(7, 2).endsWith(QStringLiteral("(unassigned)")));
        sortBy(view, 7);
        QVERIFY(settle(*session));
        sortBy(view, 7);
        QVERIFY(settle(*session));
        QVERIFY(said(0, 7).contains(QLatin1Char(',')));  // the largest sets first
        QVERIFY(picture(view, QStringLiteral("predictions_calibrated"), {1240, 300}));
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("p.csv"));
        view.writeCsv(path);
        QVERIFY(settle(*session));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QList<QByteArray> lines = file.readAll().split('\n');
        QCOMPARE(lines[0], QByteArray("cell,label,prediction,probability,second,second_probability,agrees,"
                                      "assigned,prediction_set"));
        QVERIFY2(lines[1].contains(",,") && lines[1].contains('|'), lines[1].constData());
    }

    void csv_holds_what_is_shown() {
        auto session = immuneSession();
        PredictionsView view(*session);
        QVERIFY(settle(*session));
        view.setDisagreementsOnly(true);
        QVERIFY(shows(view, 9));
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("p.csv"));
        view.writeCsv(path);
        QVERIFY(settle(*session));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QList<QByteArray> lines = file.readAll().split('\n');
        QCOMPARE(lines.size(), 11);
        QCOMPARE(lines[0], QByteArray("cell,label,prediction,score,second,second_score,agrees"));
        QVERIFY(lines[1].contains("FCGR3A+ Mono,DC,"));
        // Every score reads back as the number it was.
        const auto results = session->model().results;
        for (qsizetype i = 1; i < 10; ++i) {
            const QList<QByteArray> fields = lines[i].split(',');
            const auto& names = session->opened().dataset->obs.index;
            const auto cell = std::size_t(std::ranges::find(names, fields[0].toStdString()) - names.begin());
            QCOMPARE(fields[3].toFloat(), results->confidence[cell]);
        }
        // Of cells that the model was trained on it says whether it has seen their labels.
        Job quiet;
        PredictionTable table =
            predictionTable(session->opened().dataset, {}, {}, session->model().file->classes,
                            results->prediction.probabilities, quiet);
        const std::size_t cells = table.cells();
        table.uses = {true, CellSet(cells), CellSet(cells), CellSet(cells)};
        table.uses.train.insert(0);
        table.uses.validation.insert(1);
        table.uses.test.insert(2);
        table.outOfFold = CellSet(cells);
        table.outOfFold.insert(0);
        writePredictions(table, std::vector<std::uint32_t>{0, 1, 2, 3}, path, quiet);
        QFile known(path);
        QVERIFY(known.open(QIODevice::ReadOnly));
        QList<QByteArray> ends;
        for (const QByteArray& line : known.readAll().split('\n')) ends << line.split(',').mid(7).join(',');
        QCOMPARE(ends,
                 (QList<QByteArray>{"split,out_of_fold", "train,yes", "validation,no", "test,", ",", ""}));
        QSignalSpy failed(&session->jobs(), &JobRunner::failed);
        view.writeCsv(folder.filePath(QStringLiteral("no/such/folder.csv")));
        QVERIFY(settle(*session));
        QCOMPARE(failed.count(), 1);
    }
};

QTEST_MAIN(PredictionsTest)
#include "tst_predictions.moc"
