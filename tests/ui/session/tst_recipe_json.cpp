// Recipes in a session file: they come back as they were, and nothing that could become another command does.
#include <QTest>

#include "core/model/model_file.h"
#include "ui/session/recipe_json.h"

using namespace regulus;
using nlohmann::json;

class TestRecipeJson : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void thereAndBack() {
        const auto model = std::make_shared<const ModelFile>(), other = std::make_shared<const ModelFile>();
        const Recipe score{{"score", "--method", "scanpy", "--assay", "raw", "--gene-column", "a b"},
                           {"A", "B"}},
            cluster{{"cluster", "--resolution", "0.5"}, {}, model};
        QVERIFY(recipeFrom(recipeJson(score, nullptr), nullptr) == score);
        QVERIFY(recipeFrom(recipeJson(cluster, model), model) == cluster);
        QVERIFY(recipeJson(cluster, other).is_null());
        QVERIFY(recipeJson({}, model).is_null());
        QVERIFY(!recipeFrom(json(), model).known());
        // The file says that it is of a model, and holds none.
        QVERIFY(!recipeFrom(recipeJson(cluster, model), nullptr).known());
    }

    void othersAreNone_data() {
        QTest::addColumn<QStringList>("words");
        QTest::newRow("none") << QStringList{};
        QTest::newRow("another command") << QStringList{"train", "--seed", "1"};
        QTest::newRow("another program") << QStringList{"; rm -rf /", "--seed", "1"};
        QTest::newRow("a file to write") << QStringList{"cluster", "--out", "/etc/passwd"};
        QTest::newRow("half an option") << QStringList{"cluster", "--seed"};
        QTest::newRow("Python for a number")
            << QStringList{"cluster", "--neighbors", "1); __import__('os').system('id') #"};
        QTest::newRow("a number and more") << QStringList{"cluster", "--resolution", "1 "};
        QTest::newRow("no number") << QStringList{"embed", "--min-dist", "nan"};
        QTest::newRow("another method") << QStringList{"score", "--method", "scanpy\nid"};
        QTest::newRow("an option as a value") << QStringList{"cluster", "1", "--seed"};
    }
    void othersAreNone() {
        QFETCH(QStringList, words);
        std::vector<std::string> texts;
        for (const QString& word : words) texts.push_back(word.toStdString());
        const json file{{"words", texts}, {"genes", json::array()}, {"model", false}};
        QVERIFY(!recipeFrom(file, nullptr).known());
    }

    void whatIsNoRecipeIsRefused() {
        for (const char* text : {R"({})", R"({"words": 1, "genes": [], "model": false})",
                                 R"({"words": ["score"], "genes": [1], "model": false})",
                                 R"({"words": ["score"], "genes": [], "model": 0})", R"([])"})
            QVERIFY_EXCEPTION_THROWN(recipeFrom(json::parse(text), nullptr), json::exception);
    }
};

QTEST_MAIN(TestRecipeJson)
#include "tst_recipe_json.moc"
