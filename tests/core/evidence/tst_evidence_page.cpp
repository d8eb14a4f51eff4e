// The page and its plots: whole, well formed, and with nothing in it that is not a number.
#include "core/evidence/evidence_page.h"

#include <QRegularExpression>
#include <QTest>
#include <QXmlStreamReader>

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "core/evidence/svg_plot.h"

using namespace regulus;

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

EvidenceSummary made() {
    EvidenceSummary summary;
    summary.claims = {
        {"edges_accuracy", "A claim with <b>marks</b>", Verdict::NotSupported, "p = 0.5 & more"},
        {"reading", "Another", Verdict::Supported, "0.9"}};
    summary.comparisons = {{"masked", "Hidden genes", 0.5, {0.1, 0.2, missing, 0.15}, {0.3}, 0.4, 0.01},
                           {"empty", "Nothing", missing, {}, {}, missing, missing},
                           {"same", "All alike", 1, {1, 1}, {}, missing, 0.9}};
    summary.scores = {{"regulons", 1, 5, 0.9, 0.8, 0.85, missing, 0.1, -0.01, 0.02, -0.03},
                      {"direction", 1, 5, 0.9, 0.8, 0.85, 0.5, 0.1, missing, missing, missing}};
    summary.stability = {{"B & T", missing, {"PAX5", "<TF>"}, 0.25, {"PAX5"}}};
    summary.price_prior = {{0, 0.7}, {0.5, 0.8}, {1, 0.9}};
    summary.sizes = {
        {1, {{10, 0.5}, {20, 0.6}, {391, 0.7}}, {{10, 0.4}, {20, 0.5}}, {0.01, missing}, {3, 1}}};
    summary.separations = {{"regulons", 5, 0.4, 0.02, 0.9, missing, 0.85}};
    summary.scores[1].nll_interval = 0.03;
    summary.comparisons[0].unmasked = 0.45;
    summary.numbers = {{"reading", 0.86}};
    summary.done = 3;
    summary.planned = 10;
    return summary;
}

void well_formed(const std::string& text) {
    QXmlStreamReader xml(QByteArray::fromStdString(text));
    while (!xml.atEnd()) xml.readNext();
    QVERIFY2(!xml.hasError(), qPrintable(xml.errorString() + QString(" line %1").arg(xml.lineNumber())));
}

}  // namespace

class EvidencePageTest : public QObject {
    Q_OBJECT
    const std::map<std::string, std::string> m_about{{"data", "my <data> & more"}, {"prior", "edges"}};

  private Q_SLOTS:
    void the_page_is_whole() {
        const EvidencePage page = evidence_page(made(), m_about);
        const std::string whole = page.one_file();
        well_formed(whole.substr(whole.find("<html")));
        QCOMPARE(page.plots.size(), std::size_t{4});
        for (const auto& [name, svg] : page.plots) {
            well_formed(svg);
            QVERIFY(page.html.find("<img src=\"" + name + "\"/>") != std::string::npos);
            QVERIFY(whole.find(svg) != std::string::npos);
        }
        QVERIFY(whole.find("<img") == std::string::npos);
        const QString text = QString::fromStdString(whole);
        QVERIFY(
            !text.contains(QRegularExpression("\\b(nan|inf)\\b", QRegularExpression::CaseInsensitiveOption)));
        QVERIFY(text.contains("my &lt;data&gt; &amp; more") && text.contains("&lt;TF&gt;") &&
                text.contains("B &amp; T"));
        QVERIFY(text.contains("3 of 10 runs are done"));
        QVERIFY(text.contains("0.50 ± 0.03") && text.contains("0.400 ± 0.020") && text.contains("no mask"));
        QVERIFY(text.contains("mean and standard deviation of 1 to 3"));
        for (const char* const tfs : {">10<", ">20<", ">391<"}) QVERIFY(text.contains(tfs));
        QVERIFY(text.contains("did not make predictions more accurate") &&
                text.contains("What it bought is reading"));
    }

    void verdicts_decide_what_is_said_plainly() {
        EvidenceSummary summary = made();
        summary.claims[1].verdict = Verdict::NotSupported;
        QVERIFY(evidence_page(summary, m_about).html.find("Nor does what is read agree") !=
                std::string::npos);
        summary.claims[0].verdict = Verdict::Supported;
        QVERIFY(evidence_page(summary, m_about).html.find("did not make predictions") == std::string::npos);
        summary.done = summary.planned;
        QVERIFY(evidence_page(summary, m_about).html.find("preliminary") == std::string::npos);
    }

    void an_empty_evaluation_has_a_page() {
        const EvidencePage page = evidence_page(EvidenceSummary{}, {});
        well_formed(page.html.substr(page.html.find("<html")));
        QVERIFY(page.plots.empty());
    }

    void json_is_read_again() {
        RunResult run;
        run.numbers["masked"] = missing;
        const auto json = nlohmann::json::parse(evidence_json(made(), m_about, std::vector<RunResult>{run}));
        QCOMPARE(json["claims"][0]["verdict"].get<std::string>(), std::string("not supported"));
        QVERIFY(json["comparisons"][0]["rewired"][2].is_null());
        QCOMPARE(json["comparisons"][0]["prior"].get<double>(), 0.5);
        QCOMPARE(json["about"]["data"].get<std::string>(), m_about.at("data"));
        QVERIFY(json["runs"][0]["numbers"]["masked"].is_null());
        QCOMPARE(json["price"]["prior"].size(), std::size_t{3});
        QCOMPARE(json["scores"][1]["nll_interval"].get<double>(), 0.03);
        QVERIFY(json["scores"][0]["nll_interval"].is_null());
        QCOMPARE(json["separation"][0]["knn_purity"].get<double>(), 0.9);
        QCOMPARE(json["number_of_tfs"][0]["prior"].size(), std::size_t{3});
        QCOMPARE(json["comparisons"][0]["unmasked"].get<double>(), 0.45);
    }

    void plots_of_hard_values_data() {
        QTest::addColumn<QList<double>>("values");
        QTest::newRow("none") << QList<double>{};
        QTest::newRow("one") << QList<double>{3};
        QTest::newRow("zeros") << QList<double>{0, 0};
        const double one = 0.9;
        QTest::newRow("a last digit apart") << QList<double>{one, std::nextafter(one, 1.0)};
        QTest::newRow("tiny") << QList<double>{1e-9, 2e-9};
        QTest::newRow("huge and negative") << QList<double>{-1e12, 1e12};
        QTest::newRow("not numbers") << QList<double>{missing, std::numeric_limits<double>::infinity(), 1};
    }
    void plots_of_hard_values() {
        QFETCH(QList<double>, values);
        const std::vector<PlotSeries> series{{"a", {values.begin(), values.end()}}};
        const std::vector<PlotLine> lines{{"b", missing}};
        const std::string svg = histogram_svg("title", series, lines);
        QCOMPARE(svg.empty(), values.isEmpty());
        if (svg.empty()) return;
        well_formed(svg);
        QVERIFY(svg.find("nan") == std::string::npos && svg.find("inf") == std::string::npos);
        QVERIFY(svg.size() < 20000);
    }
};

QTEST_APPLESS_MAIN(EvidencePageTest)
#include "tst_evidence_page.moc"
