// Golden pictures of the whole window, at the size of a small screen and of a large one.
#include "tests/golden/golden_window.h"

using namespace regulus;
using namespace regulus::test;

namespace {

constexpr QSize small{1280, 800}, large{2560, 1440};

}  // namespace

class GoldenWindowTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void start_page() {
        GoldenWindow made;
        GOLDEN(made.window(), made.picture("window_start", small));
    }

    void without_a_model() {
        GoldenWindow made;
        QVERIFY(made.open(false));
        GOLDEN(made.window(), made.picture("window_no_model", small));
    }

    void with_a_model() {
        GoldenWindow made;
        QVERIFY(made.open(true));
        made.session().cells().select(cellsOfType(3));
        made.session().focus().setTf("PAX5");
        QVERIFY(settle(made.session()));
        GOLDEN(made.window(), made.picture("window", small));
        GOLDEN(made.window(), made.picture("window_large", large));
    }

    void comparison() {
        GoldenWindow made;
        QVERIFY(made.open(true));
        made.session().comparison().putGroups(ComparedSide::A, "cell_type", {3});
        made.window().raiseDock("compare");
        QVERIFY(settle(made.session()));
        GOLDEN(made.window(), made.picture("window_compare", small));
    }
};

GOLDEN_MAIN(GoldenWindowTest)
#include "tst_window.moc"
