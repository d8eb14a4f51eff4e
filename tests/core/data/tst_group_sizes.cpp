#include <QTest>

#include "core/data/group_sizes.h"

using namespace regulus;

class GroupSizesTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void every_category_has_an_entry_and_the_last_is_for_none() {
        QCOMPARE(group_sizes(std::vector<std::int32_t>{2, -1, 0, 2, -1, 2}, 4),
                 (std::vector<std::size_t>{1, 0, 3, 0, 2}));
        QCOMPARE(group_sizes({}, 0), std::vector<std::size_t>{0});
    }
};

QTEST_APPLESS_MAIN(GroupSizesTest)
#include "tst_group_sizes.moc"
