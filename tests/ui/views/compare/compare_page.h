// The Compare page with a session of immune cells, as its tests use it.
#pragma once

#include <QTest>

#include "tests/ui/views/immune_session.h"
#include "ui/models/comparison_model.h"
#include "ui/views/compare/compare_view.h"
#include "ui/views/compare/result_view.h"
#include "ui/views/parts/clean_table.h"
#include "ui/views/parts/state_page.h"

namespace regulus::test {

constexpr int b_cells = 3;  // the code of "B" in immune_types

// A view that is on screen: what is behind others computes nothing.
struct Page {
    std::unique_ptr<Session> session;
    CompareView view;

    explicit Page(std::unique_ptr<Session> made) : session(std::move(made)), view(*session) {
        view.resize(1200, 420);
        view.show();
    }
    bool ready() {
        return QTest::qWaitForWindowExposed(&view) && settle(*session) && QTest::qWaitFor([this] {
                   return view.states()->showsContent() && !view.result()->countText().isEmpty();
               });
    }
    bool compare(int code, CompareView::Tab tab = CompareView::Genes) {
        view.setTab(tab);
        session->comparison().putGroups(ComparedSide::A, "cell_type", {code});
        return ready();
    }
    const ComparisonModel& model() const { return view.result()->model(); }
    QStringList names(int most) const {
        QStringList all;
        for (int row = 0; row < std::min(most, model().rowCount()); ++row)
            all << model().index(row, 0).data().toString();
        return all;
    }
    QString state() const { return view.states()->page()->title(); }
};

// Of four donors, each with cells of every type, and a donor that has more of one gene.
inline std::unique_ptr<Session> sessionWithDonors() {
    auto data = immuneDataset();
    Categorical donors{{"d1", "d2", "d3", "d4"}, {}, {}, false};
    for (std::size_t c = 0; c < immune_cells; ++c) donors.codes.push_back(int(c / 6 % 4));
    data->obs.columns[1].values = donors;
    auto session = std::make_unique<Session>(immuneEngine());
    session->setDataset(data);
    session->setPrior(immunePrior());
    settle(*session);
    return session;
}

inline void doubleClick(CleanTable* table, int row) {
    const QPoint at = table->visualRect(table->model()->index(row, 0)).center();
    QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, at);
    QTest::mouseDClick(table->viewport(), Qt::LeftButton, {}, at);
}

inline void click(CleanTable* table, int row) {
    QTest::mouseClick(table->viewport(), Qt::LeftButton, {},
                      table->visualRect(table->model()->index(row, 0)).center());
}

}  // namespace regulus::test
