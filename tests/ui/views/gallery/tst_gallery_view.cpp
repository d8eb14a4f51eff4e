// The gallery on a session: names that are typed, groups of a column, what the maps share, what a click on
// one does, its pictures, and a page for every state.
#include <QCheckBox>
#include <QComboBox>
#include <QMenu>
#include <QMouseEvent>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <QUndoStack>
#include <QWheelEvent>

#include "tests/ui/render/offscreen.h"
#include "tests/ui/views/immune_session.h"
#include "ui/views/embedding/embedding_view.h"
#include "ui/views/gallery/gallery_bar.h"
#include "ui/views/gallery/gallery_view.h"
#include "ui/views/gallery/map_pane.h"
#include "ui/views/gallery/pane_grid.h"
#include "ui/views/parts/embedding_canvas.h"
#include "ui/views/parts/name_field.h"
#include "ui/views/parts/state_page.h"

using namespace regulus;

class TestGalleryView : public QObject {
    Q_OBJECT
    std::unique_ptr<Session> m_session;
    std::unique_ptr<GalleryView> m_view;

    MapPane& pane(std::size_t i) { return *m_view->grid()->panes().at(i); }
    EmbeddingCanvas& canvas(std::size_t i) { return *pane(i).canvas(); }
    NameField& field() { return *m_view->bar()->field(); }
    bool settled() {
        return test::settle(*m_session) && QTest::qWaitFor([&] {
                   QCoreApplication::processEvents();
                   bool wanting = m_view->drawing() || !m_session->jobs().idle();
                   for (MapPane* shown : m_view->grid()->panes())
                       wanting = wanting || shown->canvas()->scene().wantsPicture();
                   return !wanting;
               });
    }
    void open(bool withModel = false) {
        m_view = nullptr;
        m_session = test::immuneSession(withModel);
        m_view = std::make_unique<GalleryView>(*m_session);
        m_view->resize(900, 500);
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
        QVERIFY(settled());
    }
    // With a second embedding, on which the cells lie otherwise.
    void openBoth() {
        m_view = nullptr;
        auto data = test::immuneDataset();
        Matrix turned = data->embeddings.front().coordinates;
        for (std::size_t c = 0; c < turned.rows; ++c) {
            turned(c, 0) = 3 * data->embeddings.front().coordinates(c, 1);
            turned(c, 1) = data->embeddings.front().coordinates(c, 0) - 40;
        }
        data->embeddings.push_back({"X_tsne", turned});
        m_session = std::make_unique<Session>(test::immuneEngine());
        m_session->setDataset(data);
        m_view = std::make_unique<GalleryView>(*m_session);
        m_view->resize(900, 500);
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
        QVERIFY(settled());
    }
    // As the menu in a pane's head does.
    void pick(std::size_t i, const QString& text) {
        QMenu* const menu = pane(i).head()->mapButton()->menu();
        Q_EMIT menu->aboutToShow();
        QAction* found = nullptr;
        std::vector<QMenu*> menus{menu};
        for (QMenu* sub : menu->findChildren<QMenu*>()) menus.push_back(sub);
        const QStringList path = text.split('>');
        for (QMenu* one : menus)
            for (QAction* entry : one->actions())
                if (entry->text() == path.back() && (path.size() == 1) == (one == menu)) found = entry;
        QVERIFY2(found && found->isEnabled(), qPrintable(text));
        found->trigger();
        QVERIFY(settled());
    }
    std::string shownOn(std::size_t i) {
        for (const auto& map : m_session->view().embeddings())
            if (canvas(i).scene().points() == map->grid.get()) return map->key;
        return {};
    }
    void type(const QString& text) {
        field().setFocus();
        field().clear();
        QTest::keyClicks(&field(), text);
        QTest::keyClick(&field(), Qt::Key_Return);
        QVERIFY(settled());
    }
    void type_names() {
        m_view->showNames({"MS4A1"});
        QVERIFY(settled());
        QCOMPARE(titles(), QStringList{"MS4A1"});
        QVERIFY(!m_view->bar()->beside());
    }
    void split(const QString& column) {
        auto* box = m_view->bar()->findChild<QComboBox*>();
        QVERIFY(box->findData(column) >= 0);
        box->setCurrentIndex(box->findData(column));
        QVERIFY(settled());
    }
    QStringList titles() {
        QStringList texts;
        for (const GalleryPane& shown : m_view->panes()) texts << shown.title;
        return texts;
    }
    std::vector<float> expression(const char* gene) {
        Job job;
        const auto& columns = *m_session->opened().genes.columns;
        return m_session->opened().expression->gene(static_cast<std::size_t>(columns.at(gene)), job);
    }
    // Whether a cell is drawn in the colour of the highest value.
    bool strongest(std::size_t i) {
        const QRgb color = canvas(i).scene().colors().table.back();
        return test::share(canvas(i).grab().toImage(), color, 40) > 0;
    }
    QPoint pixelOf(std::size_t i, std::uint32_t cell) {
        return canvas(i).sceneLayout().toPixel(*canvas(i).scene().points()->position(cell)).toPoint();
    }

  private Q_SLOTS:
    void initTestCase() { test::useLightTheme(); }

    void names_become_maps() {
        open();
        QCOMPARE(m_view->states()->page()->title(), QString("Maps side by side"));
        type("MS4A1, lyz donor_id NOPE");
        QCOMPARE(titles(), (QStringList{"MS4A1", "LYZ", "donor_id"}));
        QVERIFY(m_view->states()->showsContent());
        QCOMPARE(m_view->note(), QString("Not found: NOPE."));
        QCOMPARE(m_view->panes()[0].data->values, expression("MS4A1"));
        QCOMPARE(m_view->panes()[1].data->values, expression("LYZ"));
        QCOMPARE(canvas(2).scene().colors().legend.entries[1].label, QString("donor 2"));
        // One that is added leaves the others as they are.
        const auto before = m_view->panes()[0].data;
        type("CD3E, MS4A1");
        QCOMPARE(titles(), (QStringList{"CD3E", "MS4A1"}));
        QCOMPARE(m_view->panes()[1].data, before);
        QCOMPARE(m_view->note(), QString());
    }

    void regulons_are_named_as_on_the_command_line() {
        open(true);
        type("regulon:SPI1, prediction, certainty, pooling:PAX5");
        QCOMPARE(m_view->panes().size(), std::size_t(4));
        QVERIFY(m_view->panes()[0].data->coloring == Coloring::regulon("SPI1"));
        QVERIFY(m_view->panes()[1].data->coloring == Coloring::prediction());
        QVERIFY(m_view->panes()[3].data->coloring == Coloring::regulon("PAX5", RegulonMeasure::Pooling));
        m_session->setModel(nullptr);  // what only it had goes
        QVERIFY(settled());
        QVERIFY2(m_view->note().contains("prediction"), qPrintable(m_view->note()));
        QVERIFY(m_view->panes().size() < 4);
    }

    void pictures_are_those_of_a_map() {
        open();
        type("MS4A1, LYZ, CD3E, donor_id");
        for (std::size_t i = 0; i < 4; ++i) {
            QVERIFY(!canvas(i).scene().wantsPicture());
            EmbeddingScene direct = canvas(i).scene();
            direct.setDeferred(false);
            const QImage seen = canvas(i).grab().toImage().convertToFormat(QImage::Format_RGB32);
            QVERIFY(test::share(seen, Theme::current().surface.rgb(), 2) < 0.99);
            const QSize size = canvas(i).size();
            const QImage expected = test::painted(direct, size, Theme::current());
            int differ = 0;
            for (int y = 0; y < size.height(); ++y)
                for (int x = 0; x < size.width(); ++x) differ += seen.pixel(x, y) != expected.pixel(x, y);
            QVERIFY2(differ == 0, qPrintable(QString::number(differ)));
        }
    }

    void the_camera_is_shared_with_the_map() {
        open();
        type("MS4A1, LYZ, CD3E");
        EmbeddingView map(m_session.get());
        map.resize(500, 400);
        map.show();
        QVERIFY(QTest::qWaitForWindowExposed(&map));
        QVERIFY(!m_session->view().camera());
        const QPointF at = canvas(1).rect().center() + QPointF(20, 10);
        QWheelEvent wheel(at, canvas(1).mapToGlobal(at), {}, {0, 240}, {}, {}, Qt::NoScrollPhase, false);
        QApplication::sendEvent(&canvas(1), &wheel);
        const auto camera = m_session->view().camera();
        QVERIFY(camera);
        for (std::size_t i = 0; i < 3; ++i) QCOMPARE(canvas(i).scene().view(), *camera);
        QCOMPARE(map.canvas()->scene().view(), *camera);
        QTest::keyClick(map.canvas(), Qt::Key_Left);  // and the other way round
        QVERIFY(m_session->view().camera() != camera);
        QCOMPARE(canvas(2).scene().view(), *m_session->view().camera());
        QTest::keyClick(map.canvas(), Qt::Key_0);
        QVERIFY(!m_session->view().camera());
        for (std::size_t i = 0; i < 3; ++i) QVERIFY(canvas(i).isFitted());
        QVERIFY(settled());
        QCOMPARE(m_session->undoStack().count(), 1);  // the names: the camera is no step
    }

    void selection_and_hover_are_shared() {
        open();
        type("MS4A1, LYZ");
        const QPoint at = pixelOf(0, 42);
        QMouseEvent move(QEvent::MouseMove, at, canvas(0).mapToGlobal(at), Qt::NoButton, Qt::NoButton, {});
        QApplication::sendEvent(&canvas(0), &move);
        QCOMPARE(m_session->cells().highlight().count(), std::size_t(1));
        QCOMPARE(canvas(1).scene().highlighted(), canvas(0).scene().highlighted());
        QVERIFY(canvas(1).scene().highlighted());
        // A box around everything, in the second map.
        m_session->view().setTool(Tool::Rectangle);
        QCOMPARE(canvas(1).tool(), Tool::Rectangle);
        QTest::mousePress(&canvas(1), Qt::LeftButton, {}, {2, 2});
        const QPoint end(canvas(1).width() - 2, canvas(1).height() - 2);
        QMouseEvent drag(QEvent::MouseMove, end, canvas(1).mapToGlobal(end), Qt::NoButton, Qt::LeftButton,
                         {});
        QApplication::sendEvent(&canvas(1), &drag);
        QTest::mouseRelease(&canvas(1), Qt::LeftButton, {}, end);
        QVERIFY(m_session->cells().selection().count() > 300);
        QCOMPARE(canvas(0).scene().selection(), m_session->cells().selection());
        QTest::keyClick(&canvas(0), Qt::Key_Escape);
        QVERIFY(m_session->cells().selection().empty());
        m_session->cells().setCategoryHidden("cell_type", 0, true);
        QVERIFY(settled());
        QVERIFY(!canvas(1).scene().pointAt(pixelOf(1, 0), 1, canvas(1).sceneLayout()));
    }

    void a_name_that_is_clicked_colours_the_map() {
        open(true);
        type("MS4A1, regulon:SPI1");
        QTest::mouseClick(pane(0).head(), Qt::LeftButton);
        QVERIFY(m_session->colors().coloring() == Coloring::gene("MS4A1"));
        canvas(1).setFocus();
        QTest::keyClick(&canvas(1), Qt::Key_Return);
        QVERIFY(m_session->colors().coloring() == Coloring::regulon("SPI1"));
        QCOMPARE(m_session->focus().tf(), std::string("SPI1"));
        QTest::keyClick(&canvas(0), Qt::Key_Delete);
        QVERIFY(settled());
        QCOMPARE(titles(), QStringList{m_view->panes()[0].title});
        QCOMPARE(field().names(), std::vector<std::string>{"regulon:SPI1"});
    }

    void one_scale_holds_all_genes_and_no_column() {
        open();
        type("MS4A1, LYZ, XIST, donor_id");
        const auto high = [&](std::size_t i) { return m_view->panes()[i].colors->legend.high; };
        const double most = std::max({high(0), high(1), high(2)});
        QVERIFY(high(2) < most);
        m_view->bar()->findChild<QCheckBox*>()->click();
        QVERIFY(settled());
        for (std::size_t i = 0; i < 3; ++i) QCOMPARE(high(i), most);
        // A cell has the colour of its value on that scale.
        const auto values = expression("XIST");
        const PointColors& colors = *m_view->panes()[2].colors;
        for (std::uint32_t cell = 0; cell < values.size(); cell += 13) {
            const double share = std::clamp(double(values[cell]) / most, 0.0, 1.0);
            QCOMPARE(int(colors.index[cell]), 1 + int(share * 255 + 0.5));
        }
        m_view->bar()->findChild<QCheckBox*>()->click();
        QVERIFY(settled());
        QVERIFY(high(2) < most);
    }

    void the_map_is_split_by_a_column() {
        open();
        split("donor_id");
        QCOMPARE(titles(), (QStringList{"donor 1", "donor 2"}));
        for (std::size_t i = 0; i < 2; ++i) {
            QCOMPARE(*m_view->panes()[i].own, m_session->groups().cellsOf("donor_id", int(i)));
            const PointColors& drawn = canvas(i).scene().colors();
            for (std::uint32_t cell = 0; cell < test::immune_cells; ++cell)
                QVERIFY(int(cell % 2) == int(i) ? drawn.index[cell] == m_view->panes()[i].colors->index[cell]
                                                : drawn.index[cell] == 0);
        }
        QVERIFY(!field().isVisible());
        // As the map is coloured, so are they.
        m_session->colors().colorBy(Coloring::gene("XIST"));  // high in some cells of each
        QVERIFY(settled());
        QCOMPARE(m_view->panes()[1].colors->legend.title, QString("XIST"));
        QVERIFY(strongest(0) && strongest(1));
        QTest::mouseClick(pane(1).head(), Qt::LeftButton);
        QCOMPARE(m_session->cells().selection(), m_session->groups().cellsOf("donor_id", 1));
        QVERIFY(canvas(0).scene().selection().empty());
        // Where none of the selected cells is, all step back: nothing has its full colour.
        QVERIFY(settled());
        QVERIFY(!strongest(0));
        QVERIFY(strongest(1));
        m_session->undoStack().undo();
        m_session->undoStack().undo();
        m_session->undoStack().undo();
        QVERIFY(settled());
        QVERIFY(m_view->bar()->split().empty());
        QVERIFY(field().isVisible());
        QVERIFY(m_view->panes().empty());
    }

    void every_pane_chooses_its_embedding() {
        open();
        type("MS4A1, LYZ");
        QVERIFY(pane(0).head()->mapButton()->isHidden());  // there is one
        openBoth();
        type("MS4A1, LYZ");
        QVERIFY(pane(0).head()->mapButton()->isVisible());
        QCOMPARE(pane(0).head()->mapButton()->text(), QString("UMAP"));
        const auto colors = m_view->panes()[1].data;
        pick(1, "t-SNE");
        QCOMPARE(shownOn(0), std::string("X_umap"));
        QCOMPARE(shownOn(1), std::string("X_tsne"));
        QCOMPARE(m_view->panes()[1].data, colors);  // nothing is read again
        QCOMPARE(pane(1).head()->mapButton()->text(), QString("t-SNE"));
        QVERIFY(pane(1).head()->mapButton()->accessibleName().contains("LYZ"));
        QCOMPARE(canvas(1).accessibleName(), QString("Map of LYZ, t-SNE"));
        QCOMPARE(m_session->undoStack().undoText(), QString("Other embedding for LYZ"));
        // The other way round in the map: the pane that follows it goes, the one that chose stays.
        m_session->view().showEmbedding("X_tsne");
        QVERIFY(settled());
        QCOMPARE(shownOn(0), std::string("X_tsne"));
        m_session->undoStack().undo();
        pick(1, "Beside it>UMAP");
        QCOMPARE(titles(), (QStringList{"MS4A1", "LYZ", "LYZ"}));
        QCOMPARE(shownOn(1), std::string("X_tsne"));
        QCOMPARE(shownOn(2), std::string("X_umap"));
        pick(2, "t-SNE");  // which the other has: they take turns
        QCOMPARE(shownOn(1), std::string("X_umap"));
        QCOMPARE(shownOn(2), std::string("X_tsne"));
        QTest::keyClick(&canvas(1), Qt::Key_Delete);
        QVERIFY(settled());
        QCOMPARE(titles(), (QStringList{"MS4A1", "LYZ"}));
        QCOMPARE(shownOn(1), std::string("X_tsne"));
        pick(1, "All maps on this embedding");
        QCOMPARE(shownOn(0), std::string("X_tsne"));
        pick(0, "As the map (UMAP)");
        QCOMPARE(shownOn(0), std::string("X_umap"));
        pick(0, "Take out");
        QCOMPARE(titles(), QStringList{"LYZ"});
        split("donor_id");
        pick(1, "t-SNE");
        QCOMPARE(shownOn(1), std::string("X_tsne"));
        QCOMPARE(*m_view->panes()[1].own, m_session->groups().cellsOf("donor_id", 1));
    }

    void cameras_are_those_of_the_embedding() {
        openBoth();
        type("MS4A1, LYZ, CD3E");
        pick(1, "t-SNE");
        pick(2, "t-SNE");
        canvas(1).zoomBy(3);
        QVERIFY(!m_session->view().camera());
        QVERIFY(canvas(0).isFitted());
        const auto there = m_session->view().cameraOf("X_tsne");
        QVERIFY(there);
        QCOMPARE(canvas(2).scene().view(), *there);
        canvas(0).zoomBy(2);
        QVERIFY(m_session->view().camera());
        QCOMPARE(canvas(2).scene().view(), *there);
        canvas(2).fit();
        QVERIFY(canvas(1).isFitted() && !canvas(0).isFitted());
        QVERIFY(!m_session->view().cameraOf("X_tsne"));
        // Selection and hover are of the cells, wherever they lie.
        const QPoint at = pixelOf(1, 42);
        QMouseEvent move(QEvent::MouseMove, at, canvas(1).mapToGlobal(at), Qt::NoButton, Qt::NoButton, {});
        QApplication::sendEvent(&canvas(1), &move);
        QVERIFY(canvas(0).scene().highlighted());
        QCOMPARE(canvas(0).scene().highlighted(), canvas(1).scene().highlighted());
        m_session->cells().select(m_session->groups().cellsOf("donor_id", 0));
        for (std::size_t i = 0; i < 3; ++i)
            QCOMPARE(canvas(i).scene().selection(), m_session->cells().selection());
    }

    void embeddings_stand_side_by_side() {
        openBoth();
        auto* box = m_view->bar()->findChild<QComboBox*>();
        box->setCurrentIndex(box->findText("Embeddings side by side"));
        QVERIFY(settled());
        QCOMPARE(titles(), (QStringList{"UMAP", "t-SNE"}));
        QCOMPARE(pane(0).head()->mapButton()->text(), QString("Embedding"));
        QCOMPARE(shownOn(0), std::string("X_umap"));
        QCOMPARE(shownOn(1), std::string("X_tsne"));
        QVERIFY(!field().isVisible() && !m_view->bar()->sharedScale());
        QCOMPARE(m_session->undoStack().undoText(), QString("Embeddings side by side"));
        m_session->colors().colorBy(Coloring::gene("XIST"));
        QVERIFY(settled());
        QVERIFY(strongest(0) && strongest(1));
        QTest::mouseClick(pane(1).head(), Qt::LeftButton, {}, {20, 10});
        QVERIFY(settled());
        QCOMPARE(m_session->view().embedding()->key, std::string("X_tsne"));
        QCOMPARE(titles(), (QStringList{"UMAP", "t-SNE"}));  // each stays what it is
        Job job;
        const FigureDrawing drawing = m_view->figure()->layOut({89, 0, 7}, job);
        QVERIFY2(drawing.problems.isEmpty(), qPrintable(drawing.problems.join(' ')));
        QCOMPARE(drawing.plots.size(), std::size_t(2));
        const FigureNumbers numbers = m_view->numbers();
        QCOMPARE(numbers.columns,
                 (std::vector<std::string>{"cell", "X_umap x", "X_umap y", "X_tsne x", "X_tsne y", "XIST"}));
        for (std::size_t cell = 0; cell < numbers.rows.size(); cell += 29)
            QVERIFY(std::abs(std::stod(numbers.rows[cell][3]) - 3 * std::stod(numbers.rows[cell][2])) < 1e-4);
        QTest::keyClick(&canvas(0), Qt::Key_Delete);
        QVERIFY(settled());
        QCOMPARE(titles(), QStringList{"t-SNE"});
        pick(0, "Beside it>UMAP");
        QCOMPARE(titles(), (QStringList{"t-SNE", "UMAP"}));
        type_names();
        m_session->undoStack().undo();
        QVERIFY(settled());
        QCOMPARE(titles(), (QStringList{"t-SNE", "UMAP"}));
        QVERIFY(m_view->bar()->beside());
        open();  // another dataset, with one: there is nothing to set side by side
        QVERIFY(!m_view->bar()->beside() && !m_view->canShowBeside());
    }

    void a_figure_says_which_embedding() {
        openBoth();
        type("MS4A1, LYZ");
        pick(1, "t-SNE");
        Job job;
        const auto words = [](const FigureDrawing& drawing) {
            QStringList said;
            for (const auto& text : drawing.texts) said << text.text;
            return said;
        };
        const QStringList said = words(m_view->figure()->layOut({89, 0, 7}, job));
        QVERIFY2(said.contains("t-SNE") && said.contains("UMAP"), qPrintable(said.join('|')));
        pick(0, "t-SNE");
        QVERIFY(!words(m_view->figure()->layOut({89, 0, 7}, job)).contains("t-SNE"));  // of all the same
    }

    void names_are_a_step() {
        open();
        type("MS4A1, LYZ");
        QCOMPARE(m_session->undoStack().undoText(), QString("Show MS4A1, LYZ in the gallery"));
        type("LYZ");
        m_view->bar()->findChild<QCheckBox*>()->click();
        QVERIFY(settled());
        QCOMPARE(m_session->undoStack().undoText(), QString("One scale in the gallery"));
        m_session->undoStack().undo();
        QVERIFY(settled());
        QVERIFY(!m_view->bar()->sharedScale());
        QCOMPARE(titles(), QStringList{"LYZ"});
        m_session->undoStack().undo();
        QVERIFY(settled());
        QCOMPARE(titles(), (QStringList{"MS4A1", "LYZ"}));
        QCOMPARE(field().text(), QString("MS4A1, LYZ"));
        m_session->undoStack().undo();
        QVERIFY(settled());
        QVERIFY(m_view->panes().empty() && field().text().isEmpty());
        m_session->undoStack().redo();
        QVERIFY(settled());
        QCOMPARE(titles(), (QStringList{"MS4A1", "LYZ"}));
        QTest::mouseMove(&canvas(0));
        QTest::keyClick(&canvas(0), Qt::Key_Delete);
        QVERIFY(settled());
        QCOMPARE(titles(), QStringList{"LYZ"});
        QCOMPARE(m_session->undoStack().undoText(), QString("Show LYZ in the gallery"));
        // From groups to names is one step.
        split("donor_id");
        m_view->showNames({"XIST"});
        QVERIFY(settled());
        m_session->undoStack().undo();
        QVERIFY(settled());
        QCOMPARE(titles(), (QStringList{"donor 1", "donor 2"}));
    }

    void a_blend_is_a_map_among_others() {
        open();
        type("LYZ, ms4a1 + LYZ, XIST+LYZ");
        QCOMPARE(titles(), (QStringList{"LYZ", "MS4A1 + LYZ", "XIST + LYZ"}));
        QVERIFY(m_view->note().isEmpty());
        const PointColors& drawn = canvas(1).scene().colors();
        QVERIFY(drawn.blended());
        const auto first = expression("MS4A1"), second = expression("LYZ");
        std::size_t both = 0;
        for (std::size_t cell = 0; cell < first.size(); ++cell) both += first[cell] > 0 && second[cell] > 0;
        QCOMPARE(drawn.legend.entries[3].count, both);
        QTest::mouseClick(pane(1).head(), Qt::LeftButton);
        QCOMPARE(m_session->colors().coloring(),
                 Coloring::blend(Coloring::gene("MS4A1"), Coloring::gene("LYZ")));
        QVERIFY(settled());
        split("donor_id");  // the blend within each group
        QVERIFY(m_view->panes()[0].colors->blended());
        split("");
        type("LYZ, MS4A1 + NOPE");
        QVERIFY(m_view->note().contains("NOPE"));
        type("MS4A1 + cell_type");
        QVERIFY(m_view->states()->page()->text().contains("cell_type is not a number"));
    }

    void names_and_groups_take_turns() {
        open();
        type("MS4A1, LYZ");
        for (const char* column : {"donor_id", "cell_type", "", "cell_type", ""}) {
            split(column);
            QCOMPARE(m_view->panes().size(), std::size_t(*column == 'd' ? 2 : *column == 'c' ? 6 : 2));
            QCOMPARE(m_view->panes()[0].own.has_value(), *column != 0);
        }
        QCOMPARE(titles(), (QStringList{"MS4A1", "LYZ"}));
    }

    void a_figure_and_the_numbers_behind_it() {
        open();
        QVERIFY(!m_view->figure());
        type("MS4A1, LYZ, donor_id");
        Job job;
        FigureDrawing drawing = m_view->figure()->layOut({89, 0, 7}, job);
        QVERIFY2(drawing.problems.isEmpty(), qPrintable(drawing.problems.join(' ')));
        QCOMPARE(drawing.plots.size(), std::size_t(3));
        const FigureNumbers numbers = m_view->numbers();
        QCOMPARE(numbers.columns, (std::vector<std::string>{"cell", "x", "y", "MS4A1", "LYZ", "donor_id"}));
        QCOMPARE(numbers.rows.size(), test::immune_cells);
        const auto lyz = expression("LYZ");
        for (std::size_t cell = 0; cell < test::immune_cells; cell += 7) {
            QCOMPARE(numbers.rows[cell][0], m_session->opened().dataset->obs.index[cell]);
            QVERIFY(std::abs(std::stof(numbers.rows[cell][4]) - lyz[cell]) < 1e-5F);
            QCOMPARE(numbers.rows[cell][5], std::string(cell % 2 ? "donor 2" : "donor 1"));
        }
        split("donor_id");
        QCOMPARE(m_view->numbers().columns,
                 (std::vector<std::string>{"cell", "x", "y", "cell_type", "donor_id"}));
        drawing = m_view->figure()->layOut({89, 0, 7}, job);
        QVERIFY(!drawing.legend.isEmpty());  // one key for both
        QSignalSpy asked(m_view.get(), &GalleryView::figureRequested);
        Q_EMIT m_view->bar()->figureRequested();
        QCOMPARE(asked.size(), 1);
    }

    void markers_and_targets_fill_it() {
        open();
        auto* button = m_view->states()->page()->findChild<QPushButton*>();
        QCOMPARE(button->text(), QString("Markers of each group"));
        QTest::mouseClick(button, Qt::LeftButton);
        QVERIFY(settled());
        QVERIFY2(m_view->panes().size() >= 4, qPrintable(titles().join(' ')));
        m_view->showTargets("SPI1");
        QVERIFY(settled());
        QCOMPARE(titles().front(), QString("SPI1"));
        QCOMPARE(m_view->panes().size(), std::size_t(12));
    }

    void more_than_fit_are_said_and_scrolled() {
        open();
        QStringList names;
        for (const auto& list : {test::immune_tfs, test::immune_targets})
            for (const std::string& name : list) names << QString::fromStdString(name);
        m_view->bar()->field()->setText(names.join(' '));
        Q_EMIT m_view->bar()->field()->chosen();
        QVERIFY(settled());
        QCOMPARE(m_view->panes().size(), most_gallery_panes);
        QCOMPARE(m_view->note(), QString("The first 36 are shown."));
        QVERIFY(m_view->grid()->widget()->height() > m_view->grid()->viewport()->height());
        for (MapPane* shown : m_view->grid()->panes()) {
            QVERIFY(shown->canvas()->width() >= 110 && shown->canvas()->height() >= 110);
            QVERIFY(shown->geometry().right() < m_view->grid()->viewport()->width());
        }
    }

    void what_nobody_sees_is_not_computed() {
        open();
        m_view->hide();
        field().setText("MS4A1");
        Q_EMIT field().chosen();
        QVERIFY(settled());
        QVERIFY(m_view->panes().empty());
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
        QVERIFY(settled());
        QCOMPARE(titles(), QStringList{"MS4A1"});
    }

    void every_state_has_a_page() {
        open();
        type("MS4A1");
        m_session->close();
        QVERIFY(settled());
        QCOMPARE(m_view->states()->page()->title(), QString("Nothing is open"));
        QVERIFY(m_view->panes().empty() && m_view->grid()->panes().empty());
        QVERIFY(field().text().isEmpty());
        QVERIFY(!m_view->figure());
        QSignalSpy asked(m_view.get(), &GalleryView::openRequested);
        QTest::mouseClick(m_view->states()->page()->findChild<QPushButton*>(), Qt::LeftButton);
        QCOMPARE(asked.size(), 1);
        m_session->setDataset(test::immuneDataset());
        QVERIFY(settled());
        type("NOPE");
        QCOMPARE(m_view->states()->page()->title(), QString("No names"));
        type("MS4A1, LYZ");
        m_view = nullptr;  // while pictures may be on their way
    }

    void names_of_groups_stand_where_there_is_room() {
        open();
        type("cell_type");
        QCOMPARE(canvas(0).scene().legendPlace(), LegendPlace::OnPlot);
        const CellSet monocytes = m_session->groups().cellsOf("cell_type", 0);
        bool clicked = false;  // on the name: its cells are selected
        for (int y = 0; y < canvas(0).height() && !clicked; y += 4)
            for (int x = 0; x < canvas(0).width() && !clicked; x += 4) {
                const auto hit = canvas(0).scene().categoryAt(QPointF(x, y));
                if (!hit || hit->category != 0) continue;
                QTest::mouseClick(&canvas(0), Qt::LeftButton, {}, {x, y});
                clicked = true;
            }
        QVERIFY(clicked);
        QCOMPARE(m_session->cells().selection(), monocytes);
        type("cell_type, MS4A1, LYZ, CD3E, NKG7, CD14");
        m_view->resize(500, 400);
        QVERIFY(settled());
        QCOMPARE(canvas(0).scene().legendPlace(), LegendPlace::None);
        m_view->resize(1600, 900);
        QVERIFY(settled());
        QCOMPARE(canvas(0).scene().legendPlace(), LegendPlace::OnPlot);
    }

    void the_grid_uses_its_room() {
        const auto layout = [](int panes, int width, int height) {
            return paneLayout(panes, QSize(width, height), 24).columns;
        };
        QCOMPARE(layout(4, 1200, 250), 4);
        QCOMPARE(layout(4, 600, 600), 2);
        QCOMPARE(layout(6, 1200, 800), 3);
        QCOMPARE(layout(1, 1200, 250), 1);
        QCOMPARE(layout(36, 500, 300), 4);
        QCOMPARE(layout(3, 50, 50), 1);  // smaller than one
    }

    void looks_right() {
        open();
        type("MS4A1, LYZ, CD3E, NKG7, CD14, donor_id");
        QVERIFY(test::picture(*m_view, "gallery", {900, 500}));
    }
};

QTEST_MAIN(TestGalleryView)
#include "tst_gallery_view.moc"
