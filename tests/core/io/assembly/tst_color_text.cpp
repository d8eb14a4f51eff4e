// Colours as files have them.
#include <QTemporaryDir>
#include <QTest>
#include <array>

#include "core/io/assembly/color_text.h"
#include "core/io/dataset/dataset_reader.h"
#include "tests/support/test_data.h"

using namespace regulus;

class ColorTextTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void read_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("color");
        const std::array<std::array<const char*, 2>, 27> rows{{{"#FF8000", "#ff8000"},
                                                               {"#ff800080", "#ff8000"},
                                                               {"#f80", "#ff8800"},
                                                               {"#F80C", "#ff8800"},
                                                               {"FF8000", "#ff8000"},
                                                               {"red", "#ff0000"},
                                                               {"RoyalBlue", "#4169e1"},
                                                               {" grey ", "#808080"},
                                                               {"gray", "#808080"},
                                                               {"rebeccapurple", "#663399"},
                                                               {"aliceblue", "#f0f8ff"},
                                                               {"yellowgreen", "#9acd32"},
                                                               {"tab:blue", "#1f77b4"},
                                                               {"tab:grey", "#7f7f7f"},
                                                               {"C1", "#ff7f0e"},
                                                               {"C10", "#1f77b4"},
                                                               {"C123", "#d62728"},
                                                               {"Cx", ""},
                                                               {"k", "#000000"},
                                                               {"0.5", "#808080"},
                                                               {"rgb(255, 128, 0)", "#ff8000"},
                                                               {"rgba(255,128,0,0.5)", "#ff8000"},
                                                               {"(1.0, 0.0, 0.0)", "#ff0000"},
                                                               {"#12345", ""},
                                                               {"reddish", ""},
                                                               {"", ""},
                                                               {"7", ""}}};
        for (const auto& [text, color] : rows) QTest::newRow(text) << text << color;
    }
    void read() {
        QFETCH(QString, text);
        QFETCH(QString, color);
        QCOMPARE(QString::fromStdString(color_from_text(text.toStdString())), color);
    }

    // All that Matplotlib knows, and what it does not.
    void names_of_the_colour_survey() {
        REGULUS_NEED_PYTHON("matplotlib");
        const auto listed = test::run_python(
            "import matplotlib.colors as c\n"
            "for name in c.get_named_colors_mapping():\n"
            "    if name.startswith('xkcd:'): print(name + '\\t' + c.to_hex(name))\n",
            {});
        QVERIFY2(listed.exit_code == 0, qPrintable(listed.errors));
        const QStringList lines = listed.output.trimmed().split('\n');
        QVERIFY2(lines.size() > 949, qPrintable(QString::number(lines.size())));
        for (const QString& line : lines) {
            const QString name = line.section('\t', 0, 0);
            QCOMPARE(QString::fromStdString(color_from_text(name.toStdString())), line.section('\t', 1));
        }
        for (const char* none : {"xkcd:", "xkcd:no such colour", "xkcd:blue;", "light urple", "xkcd:acc2d9"})
            QCOMPARE(color_from_text(none), std::string());
    }

    void one_that_cannot_be_read_costs_that_one() {
        std::vector<std::string> colors{"#e69f00", "", "#112233", ""};
        QCOMPARE(replace_bad_colors(colors), 2U);
        QCOMPARE(colors[0], std::string("#e69f00"));
        QCOMPARE(colors[2], std::string("#112233"));
        for (const std::string& color : colors) QCOMPARE(std::ranges::count(colors, color), 1);
    }

    void of_a_file_data() {
        QTest::addColumn<QString>("values");
        QTest::addColumn<QString>("first");
        QTest::newRow("names") << "np.array(['red', 'tab:blue', '#0f0'], object)"
                               << "#ff0000 #1f77b4 #00ff00";
        QTest::newRow("one bad") << "np.array(['red', 'none of these', 'blue'], object)"
                                 << "#ff0000 #e69f00 #0000ff";
        QTest::newRow("all bad") << "np.array(['x', 'q', 'z'], object)"
                                 << "";
        QTest::newRow("too few") << "np.array(['red', 'blue'], object)"
                                 << "";
        QTest::newRow("more") << "np.array(['red', 'blue', 'k', 'w'], object)"
                              << "#ff0000 #0000ff #000000";
        QTest::newRow("shares") << "np.array([[1, 0, 0, .5], [0, .5, 0, 1], [0, 0, 1, 1]])"
                                << "#ff0000 #008000 #0000ff";
        QTest::newRow("numbers") << "np.arange(3)"
                                 << "";
    }
    void of_a_file() {
        REGULUS_NEED_PYTHON("anndata");
        QFETCH(QString, values);
        QFETCH(QString, first);
        QTemporaryDir folder;
        const QString path = folder.filePath("a.h5ad");
        const auto made = test::run_python(
            QString(
                "import anndata, numpy as np, pandas as pd, sys\n"
                "a = anndata.AnnData(np.ones((3, 2), 'f4'), pd.DataFrame({'t': pd.Categorical(list('abc'))}, "
                "index=list('uvw')))\n"
                "a.uns['t_colors'] = %1\na.write_h5ad(sys.argv[1])\n")
                .arg(values),
            {path});
        QVERIFY2(made.exit_code == 0, qPrintable(made.errors));
        Job job;
        ReadOptions options;
        options.cache.folder.clear();
        const auto dataset = read_dataset(path.toStdString(), options, job);
        QStringList colors;
        for (const std::string& color : dataset->obs.find("t")->categorical()->colors)
            colors << QString::fromStdString(color);
        QCOMPARE(colors.join(' '), first);
        // What could not be read is said, with the first of them.
        QString said;
        for (const std::string& warning : dataset->warnings) said += QString::fromStdString(warning);
        const QString tag = QTest::currentDataTag();
        const QString expected = tag == "one bad"   ? "1 of 3 colours cannot be read (\"none of these\")"
                                 : tag == "all bad" ? "3 of 3 colours cannot be read (\"x\")"
                                                    : "";
        QVERIFY2(expected.isEmpty() ? !said.contains("colours") : said.contains("uns/t_colors: " + expected),
                 qPrintable(said));
    }
};

QTEST_APPLESS_MAIN(ColorTextTest)
#include "tst_color_text.moc"
