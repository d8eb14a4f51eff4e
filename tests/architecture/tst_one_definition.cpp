// One name, one type: two definitions of a type in one program are undefined behaviour that no compiler
// tells.
#include <QMap>
#include <QTest>

#include "tests/architecture/source_tree.h"
#include "tests/architecture/source_types.h"

using namespace regulus::architecture;

class TestOneDefinition : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void types_are_read() {
        // Not one raw string: moc loses its way in it.
        const QString text = QStringLiteral(
            "#include <vector>\n"
            "namespace a {\n"
            "struct Plain { struct Inner { int x = 0; }; };\n"
            "class Derived final : public Plain { void run() { struct Local {}; } };\n"
            "enum class Kind { One };\n"
            "template <class T>\n"
            "class Shaped { T value{}; };\n"
            "template <>\n"
            "struct Shaped<int> {};\n"
            "struct Forward;\n"
            "struct Forward* made() { return nullptr; }\n"
            "// struct Comment {\n"
            "const char* literal = \"struct Literal {\", brace = '{';\n"
            "constexpr int thousand = 1'000;\n"
            "namespace { struct Hidden {}; }\n"
            "namespace b::c { union Both { int i; float f; }; }\n"
            "struct Plain::Member { int y; };\n"
            "}  // namespace a\n"
            "struct Top {};\n");
        QCOMPARE(types_of(text),
                 (QStringList{"a::Plain", "a::Derived", "a::Kind", "a::Shaped", "a::b::c::Both", "Top"}));
    }

    void every_type_is_defined_once() {
        QMap<QString, QStringList> places;
        for (const QString& path : files_below({"app", "core", "ui"}, {"*.h", "*.cpp"}))
            for (const QString& type : types_of(text_of(path))) places[type].append(path);
        QVERIFY2(places.size() > 300, qPrintable(QString::number(places.size())));
        for (auto it = places.cbegin(); it != places.cend(); ++it)
            QVERIFY2(it->size() == 1, qPrintable(it.key() + " is defined in " + it->join(" and ")));
    }
};

QTEST_APPLESS_MAIN(TestOneDefinition)
#include "tst_one_definition.moc"
