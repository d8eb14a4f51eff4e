// Lineage TFs of a table against what is read of TFs in cells where it is known who is up.
#include "core/workflow/textbook_reading.h"

#include <QTest>

#include "core/data/normalise.h"
#include "core/workflow/labels.h"
#include "tests/ui/session/regulon_cells.h"

using namespace regulus;

class TextbookReadingTest : public QObject {
    Q_OBJECT
    std::shared_ptr<Dataset> m_data = test::regulonCells();
    std::shared_ptr<const MatrixSource> m_expression = log_normalised(m_data->assays[0]);
    TfReader m_reader;
    Labels m_labels;

    static LineageTable table(const std::vector<std::string>& tfs) {
        LineageTable made;
        const std::vector<std::string> types{"one", "two", "three"};
        for (std::size_t k = 0; k < tfs.size(); ++k) made.entries.push_back({"", types[k], {}, {tfs[k]}});
        return made;
    }
    std::map<std::string, double> reading(const TfReader& reader, const LineageTable& of) const {
        Job job;
        return textbook_reading(reader, *m_expression, m_labels.codes, m_labels.classes, of, job);
    }

  private Q_SLOTS:
    void initTestCase() {
        Job job;
        m_reader =
            make_prior_reader(*m_expression, m_data->assays[0].var->index, *test::regulonPrior(), {}, job);
        m_labels = read_labels(m_data->obs, "group");
        QCOMPARE(m_labels.classes, (std::vector<std::string>{"one", "two", "three"}));
    }

    void the_right_tfs_stand_highest() {
        const auto right = reading(m_reader, table({"TF0", "TF1", "TF2"}));
        for (const char* name : {"reading", "reading_mrna", "reading_activity"})
            QCOMPARE(right.at(name), 1.0);
        QCOMPARE(right.at("reading_pairs"), 3.0);
        QVERIFY(!right.contains("reading_effect"));  // there is no model
        const auto wrong = reading(m_reader, table({"TF1", "TF2", "TF0"}));
        QVERIFY(wrong.at("reading") <= 0.5 && wrong.at("reading_mrna") <= 0.5);
    }

    // A decision that rests on the TFs loses by cutting them: the most negative effect is the highest.
    void effects() {
        TfReader model = m_reader;
        ReaderHead head;
        head.bypass = 0;
        head.weights = Matrix(3, model.reader.dimensions);
        head.bias.assign(3, 0);
        // Each class in the direction of its own cells.
        std::vector<std::uint32_t> rows(90);
        for (std::uint32_t c = 0; c < 90; ++c) rows[c] = c;
        Job job;
        read_regulons(model.reader, *m_expression, rows, {}, job,
                      [&](std::size_t first, const Reading& part) {
                          for (std::size_t r = 0; r < part.embedding.rows; ++r)
                              for (std::size_t d = 0; d < part.embedding.cols; ++d)
                                  head.weights((first + r) % 3, d) += part.embedding(r, d) / 30;
                      });
        model.head = head;
        QCOMPARE(reading(model, table({"TF0", "TF1", "TF2"})).at("reading_effect"), 1.0);
    }

    void labels_that_no_table_has() {
        QVERIFY(reading(m_reader, table({"TF0"})).empty());             // one class says nothing
        QVERIFY(reading(m_reader, table({"X0", "X1", "X2"})).empty());  // no such TF
        Job job;
        QVERIFY(textbook_reading(m_reader, *m_expression, m_labels.codes, m_labels.classes,
                                 starter_lineage_table(), job)
                    .empty());
    }
};

QTEST_APPLESS_MAIN(TextbookReadingTest)
#include "tst_textbook_reading.moc"
