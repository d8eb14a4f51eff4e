#include <QDir>
#include <QFile>
#include <QImage>
#include <QTest>
#include <csignal>

#include "tests/app/command_line/run_regulus.h"

using namespace regulus::test;

namespace {

QByteArray content(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

}  // namespace

// One short training on simulated cells, and everything that is done with its model.
class TestTrain : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase();
    void reportsWhatIssueAsksFor();
    void modelIsDescribed();
    void predictsAsTable();
    void predictsIntoANewFile();
    void explainsChosenCells();
    void wrongCellsAreRefused();
    void embeds();
    void drawsFigures();
    void strangersAreRefused();
    void interruptKeepsTheBestSoFar();
    void readsRegulons();
    void regulonsAreCalibrated();
    void calibratedColumnsAreForScanpy();
    void regulonsAreExplainedAndDrawn();
    void scoresAreTakenApart();
    void optionsOfTheOtherFormAreRefused();
    void seedsAreSeparate();
    void fewerTfsAndNoMrna();

  private:
    QString at(const char* name) const { return m_folder.filePath(QString::fromLatin1(name)); }
    QStringList train(const QString& out, int epochs) const {
        return {"train",
                "--read",
                "genes",
                "--data",
                at("data.h5ad"),
                "--labels",
                "cell_type",
                "--prior",
                at("prior.csv"),
                "--preset",
                "quick",
                "--epochs",
                QString::number(epochs),
                "--seed",
                "3",
                "--pretraining-epochs",
                "1",
                "--out",
                out,
                "--json"};
    }
    QStringList applied(const char* command, const char* out) const {
        return {command, "--data", at("data.h5ad"), "--model", at("model.safetensors"),
                "--out", at(out),  "--json"};
    }
    QTemporaryDir m_folder;
    Ran m_trained;
};

void TestTrain::initTestCase() {
    QVERIFY(simulate_into(m_folder));
    m_trained = run(train(at("model.safetensors"), 3));
    QVERIFY2(m_trained.exit_code == 0 && !m_trained.json_broken, m_trained.all().c_str());
}

void TestTrain::reportsWhatIssueAsksFor() {
    const auto last = m_trained.last();
    for (const char* key : {"accuracy", "macro_f1", "silhouette", "seconds", "peak_mb", "genes", "edges",
                            "tfs", "split", "seed", "mask", "epochs", "best_epoch", "label_fraction"}) {
        QVERIFY2(last.contains(key), key);
    }
    for (const char* key : {"accuracy", "macro_f1", "silhouette"}) {
        QVERIFY(last["baseline"][key].is_number());
        QVERIFY2(last[key].get<double>() <= 1, key);
    }
    // Four well separated types: any working model and baseline are far above chance.
    QVERIFY(last["accuracy"].get<double>() > 0.6 && last["baseline"]["accuracy"].get<double>() > 0.8);
    QVERIFY(last["simulated"].get<bool>());
    QCOMPARE(last["epochs"].get<std::size_t>(), m_trained.lines.size() - 1);
    for (std::size_t e = 0; e + 1 < m_trained.lines.size(); ++e) {
        QCOMPARE(m_trained.lines[e]["epoch"].get<std::size_t>(), e + 1);
        QVERIFY(m_trained.lines[e]["loss"].is_number());
    }
}

void TestTrain::modelIsDescribed() {
    const Ran ran = run({"info", at("model.safetensors"), "--json"});
    QVERIFY2(ran.exit_code == 0, ran.all().c_str());
    QCOMPARE(ran.last()["kind"].get<std::string>(), std::string("model"));
    QCOMPARE(ran.last()["classes"].size(), std::size_t{4});
    QCOMPARE(ran.last()["edges"].get<int>(), m_trained.last()["edges"].get<int>());
    QCOMPARE(ran.last()["simulated"].get<bool>(), true);
    QVERIFY(ran.last()["version"].get<std::string>().starts_with("0."));
}

void TestTrain::predictsAsTable() {
    const Ran ran = run(applied("predict", "p.csv"));
    QVERIFY2(ran.exit_code == 0, ran.all().c_str());
    QVERIFY2(ran.errors.contains("the column split marks"), ran.all().c_str());
    const auto lines = content(at("p.csv")).trimmed().split('\n');
    QCOMPARE(lines.size(), 401);
    QVERIFY(lines[0].startsWith("cell,prediction,score,split,score:"));
    QMap<QString, int> parts;
    for (int i = 1; i < lines.size(); ++i) {
        const auto fields = lines[i].split(',');
        ++parts[fields[3]];
        double sum = 0;
        for (int k = 4; k < fields.size(); ++k) sum += fields[k].toDouble();
        QVERIFY(std::abs(sum - 1) < 1e-4);
    }
    for (const char* part : {"train", "validation", "test"})
        QCOMPARE(parts[part], m_trained.last()["cells"][part].get<int>());
}

void TestTrain::predictsIntoANewFile() {
    REGULUS_NEED_PYTHON("anndata");
    const QByteArray before = content(at("data.h5ad"));
    const Ran ran = run(applied("predict", "p.h5ad"));
    QVERIFY2(ran.exit_code == 0, ran.all().c_str());
    QCOMPARE(content(at("data.h5ad")), before);
    const auto looked = run_python(
        "import sys, anndata\na, b = map(anndata.read_h5ad, sys.argv[1:])\n"
        "assert (a.X != b.X).nnz == 0\nassert list(b.obs.regulus_prediction.cat.categories)\n"
        "assert ((b.obs.regulus_score > 0.2) & (b.obs.regulus_score <= 1)).all()\n"
        "assert not {'regulus_probability', 'regulus_assigned', 'regulus_prediction_set'} & set(b.obs)\n"
        "assert b.obsm['X_regulus'].shape[0] == 400 and b.obs.cell_type.equals(a.obs.cell_type)\n"
        "assert (b.obs.regulus_prediction.astype(str) == b.obs.cell_type.astype(str)).mean() > 0.6",
        {at("data.h5ad"), at("p.h5ad")});
    QVERIFY2(looked.exit_code == 0, qPrintable(looked.errors));
    // Into itself is refused, and nothing happens to it.
    const Ran self = run(
        {"predict", "--data", at("data.h5ad"), "--model", at("model.safetensors"), "--out", at("data.h5ad")});
    QVERIFY2(self.exit_code == 2, self.all().c_str());
    QCOMPARE(content(at("data.h5ad")), before);
}

void TestTrain::explainsChosenCells() {
    const Ran ran = run(applied("explain", "e.csv") + QStringList{"--cells", "sim_0000003", "sim_0000001"});
    QVERIFY2(ran.exit_code == 0, ran.all().c_str());
    const auto lines = content(at("e.csv")).trimmed().split('\n');
    QCOMPARE(lines[0].trimmed(),
             QByteArray("cell,tf,attention,choice,pooling,targets,contested_targets,self_share"));
    QCOMPARE(lines.size() - 1, 2 * ran.last()["tfs"].get<int>());
    QVERIFY(lines[1].startsWith("sim_0000003,"));
    // Attention to regulators and to self share one cell's attention: together 1.
    double sum = 0, self = 0;
    for (int i = 1; i <= ran.last()["tfs"].get<int>(); ++i) {
        sum += lines[i].split(',')[2].toDouble();
        self = lines[i].split(',')[7].toDouble();
    }
    QVERIFY2(std::abs(sum + self - 1) < 1e-3, qPrintable(QString::number(sum + self)));
    const Ran group = run(applied("explain", "g.csv") + QStringList{"--group", "cell_type=B"});
    QVERIFY2(group.exit_code == 0, group.all().c_str());
    QVERIFY(group.last()["cells"].get<int>() > 5 && group.last()["cells"].get<int>() < 400);
}

void TestTrain::wrongCellsAreRefused() {
    const Ran cell = run(applied("explain", "no.csv") + QStringList{"--cells", "AAACATAC-1"});
    QVERIFY2(cell.exit_code == 2 && cell.errors.contains("sim_0000001"), cell.all().c_str());
    const Ran group = run(applied("explain", "no.csv") + QStringList{"--group", "cell_type=Neuron"});
    QVERIFY2(group.exit_code == 2 && group.errors.contains("CD14 monocyte"), group.all().c_str());
    const Ran layer = run(applied("explain", "no.csv") + QStringList{"--layer", "7"});
    QVERIFY2(layer.exit_code == 2, layer.all().c_str());
    QVERIFY(!QFile::exists(at("no.csv")));
}

void TestTrain::embeds() {
    QStringList arguments = applied("embed", "u.csv");
    const Ran ran = run(arguments);
    QVERIFY2(ran.exit_code == 0, ran.all().c_str());
    QCOMPARE(content(at("u.csv")).trimmed().split('\n').size(), 401);
    QVERIFY(content(at("u.csv")).startsWith("cell,umap1,umap2\n"));
    const QByteArray first = content(at("u.csv"));
    QVERIFY(run(arguments).exit_code == 0);
    QCOMPARE(content(at("u.csv")), first);
    const Ran plain = run({"embed", "--data", at("data.h5ad"), "--out", at("v.tsv"), "--json"});
    QVERIFY2(plain.exit_code == 0 && content(at("v.tsv")).startsWith("cell\tumap1\tumap2\n"),
             plain.all().c_str());
}

void TestTrain::drawsFigures() {
    for (const char* color : {"", "prediction", "certainty", "CD14", "regulon:SPI1", "column:donor"}) {
        const QStringList by = *color ? QStringList{"--color-by", color} : QStringList();
        const Ran ran =
            run(applied("figure", "f.png") + by + QStringList{"--width-mm", "60", "--dpi", "150"});
        QVERIFY2(ran.exit_code == 0, ran.all().c_str());
        const QImage image(at("f.png"));
        QCOMPARE(image.width(), 354);  // 60 mm at 150 dpi
        QVERIFY(QFile::remove(at("f.png")));
    }
    const Ran svg = run(applied("figure", "h.svg") + QStringList{"--view", "heatmap"});
    QVERIFY2(svg.exit_code == 0, svg.all().c_str());
    QVERIFY(content(at("h.svg")).contains("SPI1"));
    QVERIFY(content(at("h.svg")).toLower().contains("simulated"));
    const Ran pdf = run(applied("figure", "f.pdf"));
    QVERIFY2(pdf.exit_code == 0 && content(at("f.pdf")).startsWith("%PDF"), pdf.all().c_str());
    const Ran wrong = run(applied("figure", "w.png") + QStringList{"--color-by", "Zorro"});
    QVERIFY2(wrong.exit_code == 2 && wrong.errors.contains("Zorro") && !QFile::exists(at("w.png")),
             wrong.all().c_str());
    const Ran size = run(applied("figure", "w.png") + QStringList{"--width-mm", "3"});
    QVERIFY2(size.exit_code == 2 && !QFile::exists(at("w.png")), size.all().c_str());
}

// A model whose genes are not in the data.
void TestTrain::strangersAreRefused() {
    const QString other = data_file("mouse_cortex/mouse_cortex_zeisel200.h5ad");
    REGULUS_NEED_DATA(other);
    const Ran ran =
        run({"predict", "--data", other, "--model", at("model.safetensors"), "--out", at("s.csv")});
    QVERIFY2(ran.exit_code == 5 && !QFile::exists(at("s.csv")), ran.all().c_str());
}

void TestTrain::interruptKeepsTheBestSoFar() {
    QProcess process;
    process.start(program(), train(at("stopped.safetensors"), 5000) + QStringList{"--patience", "5000"});
    QVERIFY(process.waitForStarted());
    QByteArray heard;
    while (!heard.contains("\"stage\":\"training\"") && process.waitForReadyRead(120000))
        heard += process.readAllStandardOutput();
    ::kill(static_cast<pid_t>(process.processId()), SIGINT);
    const Ran ran = finish(process, true);
    QVERIFY2(ran.exit_code == 130, ran.all().c_str());
    QVERIFY2(ran.lines.size() >= 2 && ran.last()["cancelled"].get<bool>(), ran.all().c_str());
    const Ran info = run({"info", at("stopped.safetensors"), "--json"});
    QVERIFY2(info.exit_code == 0, info.all().c_str());
    QCOMPARE(info.last()["metrics"]["cancelled"].get<double>(), 1.0);
    QVERIFY(info.last()["epochs"].get<int>() < 5001);
}

// The standard form: no epochs, and what its decisions rest on.
void TestTrain::readsRegulons() {
    const QStringList arguments{"train",   "--data",        at("data.h5ad"), "--labels", "cell_type",
                                "--prior", at("prior.csv"), "--seed",        "3",        "--json"};
    const Ran ran = run(arguments + QStringList{"--out", at("regulons.safetensors")});
    QVERIFY2(ran.exit_code == 0 && !ran.json_broken, ran.all().c_str());
    QCOMPARE(ran.lines.size(), std::size_t{1});
    const auto last = ran.last();
    QCOMPARE(last["read"].get<std::string>(), std::string("regulons"));
    QVERIFY(!last.contains("best_epoch") && !last.contains("reading"));  // simulated names mean nothing
    QVERIFY(last["accuracy"].get<double>() > 0.8);
    for (const char* key : {"pca", "pca_direction"}) QVERIFY(last["baselines"][key]["macro_f1"].is_number());
    QVERIFY(last["baseline"] == last["baselines"]["pca_direction"]);
    QVERIFY(last["regulons_explain"].get<double>() < 1);
    // Without the bypass most stays, without the regulons little: four types, so a quarter is chance.
    QVERIFY(last["kept_without_bypass"].get<double>() > 0.8);
    QVERIFY(last["kept_without_regulons"].get<double>() < 0.7);
    const Ran alone = run(arguments + QStringList{"--bypass", "0", "--out", at("alone.safetensors")});
    QVERIFY2(alone.exit_code == 0, alone.all().c_str());
    QCOMPARE(alone.last()["bypass"].get<double>(), 0.0);
    QCOMPARE(alone.last()["kept_without_bypass"].get<double>(), 1.0);
    const Ran info = run({"info", at("regulons.safetensors"), "--json"});
    QCOMPARE(info.last()["read"].get<std::string>(), std::string("regulons"));
    QVERIFY(info.last()["bypass"] == last["bypass"]);
}

// From the labels to columns of probabilities, and what is said where there are too few.
void TestTrain::regulonsAreCalibrated() {
    const QStringList arguments{"train",   "--data",        at("data.h5ad"), "--labels", "cell_type",
                                "--prior", at("prior.csv"), "--seed",        "3",        "--json"};
    const Ran ran =
        run(arguments + QStringList{"--leave-out-classes", "--out", at("calibrated.safetensors")});
    QVERIFY2(ran.exit_code == 0, ran.all().c_str());
    const auto last = ran.last()["calibration"];
    QVERIFY(last["calibrated"].get<bool>());
    QCOMPARE(last["cells"].get<int>(),
             ran.last()["cells"]["train"].get<int>() + ran.last()["cells"]["validation"].get<int>());
    for (const char* part : {"before", "after"}) {
        for (const char* key : {"nll", "brier", "ece"}) QVERIFY(last[part][key].get<double>() >= 0);
        QVERIFY(!last[part]["reliability"].empty());
    }
    QVERIFY(last["coverage"].get<double>() > 0.8 && last["coverage"].get<double>() <= 1);
    QVERIFY(last["set_size"].get<double>() >= 1);
    QCOMPARE(last["class_coverage"].size(), std::size_t{4});
    QCOMPARE(ran.last()["left_out"].size(), std::size_t{4});
    QStringList text = arguments;
    text.removeLast();
    const Ran said = run(text + QStringList{"--leave-out-classes", "--out", at("calibrated.safetensors")});
    for (const char* words : {"Predictions come with probabilities, calibrated on", "sets hold the label of",
                              "of the test cells are unassigned", "class left out of the labels"})
        QVERIFY2(said.output.contains(words), said.all().c_str());
    const Ran info = run({"info", at("calibrated.safetensors"), "--json"});
    QVERIFY(run({"info", at("calibrated.safetensors")})
                .output.contains("certainty      probabilities, calibrated on"));
    QVERIFY(info.last()["calibration"]["temperature"] == last["temperature"]);

    const Ran table = run({"predict", "--data", at("data.h5ad"), "--model", at("calibrated.safetensors"),
                           "--out", at("calibrated.csv"), "--json"});
    QVERIFY2(table.exit_code == 0, table.all().c_str());
    const auto lines = content(at("calibrated.csv")).trimmed().split('\n');
    QVERIFY(lines[0].startsWith("cell,prediction,probability,assigned,prediction_set,split,probability:"));
    int unassigned = 0;
    for (int i = 1; i < lines.size(); ++i) {
        const auto fields = lines[i].split(',');
        unassigned += fields[3].isEmpty() ? 1 : 0;
        QVERIFY(fields[3].isEmpty() || fields[3] == fields[1]);
        QVERIFY(fields[4].split('|').first() == fields[1]);
        double largest = 0;
        for (int k = 6; k < fields.size(); ++k) largest = std::max(largest, fields[k].toDouble());
        QCOMPARE(fields[2].toDouble(), largest);
    }
    QCOMPARE(unassigned, table.last()["unassigned"].get<int>());

    // Forty labels.
    const Ran few = run(arguments + QStringList{"--label-fraction", "0.1", "--out", at("few.safetensors")});
    QVERIFY2(few.exit_code == 0, few.all().c_str());
    QVERIFY(!few.last()["calibration"]["calibrated"].get<bool>());
    QVERIFY(run({"info", at("few.safetensors")}).output.contains("scores, not calibrated: it learned from"));
    QVERIFY(QString::fromStdString(few.last()["calibration"]["why"].get<std::string>())
                .contains("and 100 are needed"));
}

void TestTrain::calibratedColumnsAreForScanpy() {
    REGULUS_NEED_PYTHON("anndata");
    const Ran ran = run({"predict", "--data", at("data.h5ad"), "--model", at("calibrated.safetensors"),
                         "--out", at("calibrated.h5ad"), "--json"});
    QVERIFY2(ran.exit_code == 0, ran.all().c_str());
    const auto looked = run_python(
        "import sys, anndata, csv\nb = anndata.read_h5ad(sys.argv[1]); o = b.obs\n"
        "rows = list(csv.DictReader(open(sys.argv[2])))\n"
        "assert (o.regulus_prediction.astype(str) == [r['prediction'] for r in rows]).all()\n"
        "assert (abs(o.regulus_probability - [float(r['probability']) for r in rows]) < 1e-5).all()\n"
        "assert (o.regulus_assigned.astype(object).where(o.regulus_assigned.notna(), '') == [r['assigned'] "
        "for r in rows]).all()\n"
        "assert (o.regulus_prediction_set.astype(str) == [r['prediction_set'] for r in rows]).all()\n"
        "assert 'regulus_score' not in o\n"
        // What resources/help/model.md says of sets and unassigned cells.
        "import json, struct, numpy as np\nraw = open(sys.argv[3], 'rb').read()\n"
        "n = struct.unpack('<Q', raw[:8])[0]; head = json.loads(raw[8:8 + n]); meta = "
        "head.pop('__metadata__')\n"
        "def t(k): e = head[k]; a, z = e['data_offsets']; return np.frombuffer(raw[8 + n + a:8 + n + z], "
        "np.float32).reshape(e['shape']).astype(float)\n"
        "c = json.loads(meta['calibration']); classes = json.loads(meta['classes'])\n"
        "p = np.array([[float(r['probability:' + k]) for k in classes] for r in rows]); best = p.argmax(1)\n"
        "e = np.asarray(b.obsm['X_regulus'], float) - t('calibration.centroids')[best]\n"
        "far = ((e @ t('calibration.whitening').T) ** 2).sum(1)\n"
        "limit = np.array(c['most_distance'])[best]\n"
        "away = (p.max(1) < c['least_probability']) | (far > limit)\n"
        "near = np.abs(far - limit) < 1e-3 * limit\n"
        "assert ((o.regulus_assigned.isna().values == away) | near).all() and 0 < away.sum() < len(rows) / "
        "2\n"
        "for q, k, r in zip(p, best, rows):\n"
        "    keep = [i for i in np.argsort(-q, kind='stable') if i == k or q[i] >= c['excluded_below'][i]]\n"
        "    assert r['prediction_set'] == '|'.join(classes[i] for i in keep), r\n",
        {at("calibrated.h5ad"), at("calibrated.csv"), at("calibrated.safetensors")});
    QVERIFY2(looked.exit_code == 0, qPrintable(looked.errors));
}

// The parts of a logit add up to it, and softmax of the logits gives what predict writes.
void TestTrain::scoresAreTakenApart() {
    const QStringList model{"--data", at("data.h5ad"), "--model", at("regulons.safetensors")};
    const Ran predicted =
        run(QStringList{"predict"} + model + QStringList{"--in-fold", "--out", at("p.csv")});
    QVERIFY2(predicted.exit_code == 0, predicted.all().c_str());
    const QStringList apart = QStringList{"explain"} + model + QStringList{"--group", "cell_type=B"};
    const Ran usual = run(apart + QStringList{"--contributions", "--out", at("usual.csv")});
    QVERIFY2(usual.exit_code == 0, usual.all().c_str());
    QStringList classes;
    const QByteArray head = content(at("p.csv")).split('\n').first().trimmed();
    for (const QByteArray& column : head.split(','))
        if (column.startsWith("probability:") || column.startsWith("score:"))
            classes << QString::fromUtf8(column.mid(column.indexOf(':') + 1));
    QCOMPARE(classes.size(), qsizetype(4));
    for (int k = 0; k < classes.size(); ++k) {
        const Ran ran = run(apart + QStringList{"--contributions", "--class", classes[k], "--out",
                                                at(qPrintable(QString("class%1.csv").arg(k)))});
        QVERIFY2(ran.exit_code == 0, ran.all().c_str());
    }
    const auto looked = run_python(
        "import csv, math, sys\n"
        "from collections import defaultdict\n"
        "p, usual, *apart = sys.argv[1:]\n"
        "rows = lambda path: list(csv.DictReader(open(path)))\n"
        "said = {r['cell']: r for r in rows(p)}\n"
        "def logits(path):\n"
        "    parts = defaultdict(float); whole = {}; named = {}\n"
        "    for r in rows(path):\n"
        "        value = float(r['contribution']); named[r['cell']] = r['class']\n"
        "        if r['kind'] == 'logit': whole[r['cell']] = value\n"
        "        else: parts[r['cell']] += value\n"
        "    assert len(whole) > 5 and all(abs(parts[c] - whole[c]) < 1e-4 for c in whole)\n"
        "    return whole, named\n"
        "every = [logits(path) for path in apart]\n"
        "for cell in every[0][0]:\n"
        "    z = {named[cell]: math.exp(whole[cell]) for whole, named in every}\n"
        "    for k, e in z.items():\n"
        "        q = float(said[cell].get('probability:' + k) or said[cell]['score:' + k])\n"
        "        assert abs(e / sum(z.values()) - q) < 1e-4, (cell, k)\n"
        "whole, named = logits(usual)\n"
        "assert all(named[c] == said[c]['prediction'] for c in named)\n",
        QStringList{at("p.csv"), at("usual.csv"), at("class0.csv"), at("class1.csv"), at("class2.csv"),
                    at("class3.csv")});
    QVERIFY2(looked.exit_code == 0, qPrintable(looked.errors));
    // One head, and what cannot be asked together.
    const Ran one = run(QStringList{"explain"} + model +
                        QStringList{"--group", "cell_type=B", "--head", "1", "--out", at("head.csv")});
    QVERIFY2(one.exit_code == 0, one.all().c_str());
    QVERIFY(content(at("head.csv")) != content(at("r.csv")));
    for (const QStringList& wrong :
         {QStringList{"--head", "99"}, QStringList{"--class", "B"},
          QStringList{"--contributions", "--head", "1"}, QStringList{"--contributions", "--class", "Neuron"},
          QStringList{"--contributions", "--stability", "cell_type"},
          QStringList{"--head", "1", "--stability", "cell_type"}})
        QCOMPARE(run(apart + wrong + QStringList{"--out", at("no.csv")}).exit_code, 2);
    const Ran of_genes = run(applied("explain", "no.csv") + QStringList{"--contributions"});
    QVERIFY2(of_genes.exit_code == 2 && of_genes.errors.contains("reads regulons"), of_genes.all().c_str());
}

void TestTrain::regulonsAreExplainedAndDrawn() {
    const QStringList model{"--data", at("data.h5ad"), "--model", at("regulons.safetensors"), "--json"};
    const Ran ran =
        run(QStringList{"explain"} + model + QStringList{"--out", at("r.csv"), "--group", "cell_type=B"});
    QVERIFY2(ran.exit_code == 0, ran.all().c_str());
    const auto lines = content(at("r.csv")).trimmed().split('\n');
    QCOMPARE(lines[0].trimmed(), QByteArray("cell,tf,attention,mrna,activity,effect,targets,family"));
    const int tfs = ran.last()["tfs"].get<int>();
    double sum = 0, effect = 0;
    for (int i = 1; i <= tfs; ++i) {
        sum += lines[i].split(',')[2].toDouble();
        effect = std::max(effect, std::abs(lines[i].split(',')[5].toDouble()));
    }
    QVERIFY2(std::abs(sum - 1) < 1e-4, qPrintable(QString::number(sum)));
    QVERIFY(effect > 0.01);
    const Ran stable =
        run(QStringList{"explain"} + model +
            QStringList{"--out", at("s.csv"), "--group", "cell_type=B", "--stability", "cell_type"});
    QVERIFY2(stable.exit_code == 0, stable.all().c_str());
    const auto told = content(at("s.csv")).trimmed().split('\n');
    QVERIFY(told[0].trimmed().endsWith(",family,stable"));
    QCOMPARE(told.size(), lines.size());
    QVERIFY(told[1].startsWith(lines[1].trimmed()));
    const Ran unknown =
        run(QStringList{"explain"} + model + QStringList{"--out", at("no.csv"), "--stability", "no column"});
    QVERIFY2(unknown.exit_code == 2 && unknown.errors.contains("cell_type"), unknown.all().c_str());
    const Ran of_genes = run(applied("explain", "no.csv") + QStringList{"--stability", "cell_type"});
    QVERIFY2(of_genes.exit_code == 2 && of_genes.errors.contains("--stability"), of_genes.all().c_str());
    const Ran layer =
        run(QStringList{"explain"} + model + QStringList{"--out", at("no.csv"), "--layer", "0"});
    QVERIFY2(layer.exit_code == 2 && layer.errors.contains("reads genes"), layer.all().c_str());
    for (const char* measure : {"attention", "effect", "activity", "mRNA"}) {
        const Ran drawn = run(QStringList{"figure"} + model +
                              QStringList{"--view", "heatmap", "--measure", measure, "--out", at("m.svg"),
                                          "--numbers", at("m.csv")});
        QVERIFY2(drawn.exit_code == 0, drawn.all().c_str());
        QCOMPARE(content(at("m.svg")).contains("within rewired priors"), QByteArray(measure) == "attention");
        QVERIFY(content(at("m.csv")).count('\n') > 3);
    }
    const Ran map =
        run(QStringList{"figure"} + model + QStringList{"--color-by", "effect:SPI1", "--out", at("e.png")});
    QVERIFY2(map.exit_code == 0, map.all().c_str());
    const Ran wrong = run(QStringList{"figure"} + model +
                          QStringList{"--view", "heatmap", "--measure", "choice", "--out", at("w.png")});
    QVERIFY2(wrong.exit_code == 2 && wrong.errors.contains("effect"), wrong.all().c_str());
    // The prior alone: all but the effect.
    const QStringList prior{"figure",  "--data",     at("data.h5ad"), "--prior", at("prior.csv"), "--view",
                            "heatmap", "--group-by", "cell_type",     "--out",   at("prior.svg")};
    const Ran untrained = run(prior);
    QVERIFY2(untrained.exit_code == 0, untrained.all().c_str());
    QVERIFY(content(at("prior.svg")).contains("within rewired priors"));
    const Ran none = run(prior + QStringList{"--measure", "effect"});
    QVERIFY2(none.exit_code == 2 && none.errors.contains("activity"), none.all().c_str());
}

void TestTrain::optionsOfTheOtherFormAreRefused() {
    const QStringList data{"train",         "--data",    at("data.h5ad"),
                           "--labels",      "cell_type", "--prior",
                           at("prior.csv"), "--out",     at("never.safetensors")};
    for (const char* option : {"--epochs", "--pretraining-epochs", "--patience", "--max-genes"}) {
        const Ran ran = run(data + QStringList{option, "20"});
        QVERIFY2(ran.exit_code == 2 && ran.errors.contains("--read genes"), ran.all().c_str());
    }
    for (const char* option : {"--bypass", "--dimensions", "--own-mrna", "--tfs"}) {
        const Ran ran = run(data + QStringList{"--read", "genes", option, "1"});
        QVERIFY2(ran.exit_code == 2 && ran.errors.contains("reads regulons"), ran.all().c_str());
    }
    for (const char* mask : {"none", "self"}) {
        const Ran ran = run(data + QStringList{"--mask", mask});
        QVERIFY2(ran.exit_code == 2 && ran.errors.contains("rewired"), ran.all().c_str());
    }
    QVERIFY(!QFile::exists(at("never.safetensors")));
}

void TestTrain::fewerTfsAndNoMrna() {
    const Ran trained =
        run({"train", "--data", at("data.h5ad"), "--labels", "cell_type", "--prior", at("prior.csv"), "--tfs",
             "3", "--own-mrna", "0", "--out", at("few.safetensors"), "--json"});
    QVERIFY2(trained.exit_code == 0, trained.all().c_str());
    QCOMPARE(trained.last()["tfs"].get<int>(), 3);
    const auto said = run({"info", at("few.safetensors"), "--json"}).last();
    QCOMPARE(said["tfs"].get<int>(), 3);
    QCOMPARE(said["max_tfs"].get<int>(), 3);
    QCOMPARE(said["own_mrna"].get<double>(), 0.0);
    const Ran words = run({"info", at("few.safetensors")});
    QVERIFY2(words.output.contains("own mRNA 0, at most 3 TFs"), words.all().c_str());
}

// Each changes what it is for and nothing else.
void TestTrain::seedsAreSeparate() {
    const auto trained = [&](const QStringList& more) {
        return run(QStringList{"train", "--data", at("data.h5ad"), "--labels", "cell_type", "--prior",
                               at("prior.csv"), "--label-fraction", "0.1", "--mask", "shuffled", "--out",
                               at("s.safetensors"), "--json"} +
                   more)
            .last();
    };
    const auto one = trained({"--seed", "1"});
    QVERIFY(trained({"--seed-split", "1", "--seed-mask", "1"})["macro_f1"] == one["macro_f1"]);
    const auto split = trained({"--seed", "1", "--seed-split", "2"}),
               draw = trained({"--seed", "1", "--seed-draw", "2"}),
               mask = trained({"--seed", "1", "--seed-mask", "2"});
    // Silhouettes are those of the test cells.
    const auto silhouette = [](const auto& ran) { return ran["baseline"]["silhouette"]; };
    QVERIFY(silhouette(split) != silhouette(one));
    QVERIFY(silhouette(draw) == silhouette(one));
    QVERIFY(mask["baseline"] == one["baseline"]);
    QVERIFY(mask["regulons_explain"] != one["regulons_explain"]);
    QVERIFY(draw["regulons_explain"] != one["regulons_explain"]);  // other validation cells are held out
    QCOMPARE(mask["seeds"]["mask"].get<int>(), 2);
    QCOMPARE(mask["seeds"]["split"].get<int>(), 1);
}

QTEST_GUILESS_MAIN(TestTrain)
#include "tst_train.moc"
