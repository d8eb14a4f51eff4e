#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/interpret/regulon_attention.h"
#include "core/model/predictor.h"
#include "tests/core/model/training_fixture.h"
#include "tests/support/test_data.h"

using namespace regulus;
using namespace regulus::test;

namespace {

// Written from resources/help/model.md alone: reads the file, computes a forward pass in PyTorch and compares
// logits, embedding, pooling and attention with the numbers given.
constexpr const char* reader = R"PY(
import json, math, struct, sys
import numpy as np, torch
raw = open(sys.argv[1], 'rb').read()
n = struct.unpack('<Q', raw[:8])[0]
head = json.loads(raw[8:8 + n]); meta = head.pop('__metadata__')
kinds = {'F32': np.float32, 'I32': np.int32, 'I8': np.int8, 'U8': np.uint8}
T = {}
for name, e in head.items():
    a, b = e['data_offsets']
    T[name] = torch.from_numpy(np.frombuffer(raw[8 + n + a:8 + n + b], kinds[e['dtype']]).reshape(e['shape']).copy())
W = {k[8:]: v.double() for k, v in T.items() if k.startswith('weights.')}
first = meta['version'] == '1'; assert meta['version'] in ('1', '3')
c = json.loads(meta['config']); G = len(json.loads(meta['genes'])); K = len(json.loads(meta['classes']))
d, H, w = c['width'], c['heads'], c['width'] // c['heads']
off, reg = T['mask.offsets'].tolist(), T['mask.regulators'].tolist()
sign = [-1.0 if s < 0 else 1.0 for s in T['mask.signs'].tolist()]
cells = int(sys.argv[3])
x = torch.from_numpy(np.fromfile(sys.argv[2], np.float32).reshape(cells, G)).double()
want = np.fromfile(sys.argv[4], np.float32)
z = ((x - T['gene.mean'].double()) / T['gene.sd'].double()).clamp(-10, 10)
LN = lambda v: (v - v.mean(-1, True)) / torch.sqrt(v.var(-1, unbiased=False, keepdim=True) + 1e-5)
target = [g for g in range(G) for _ in range(off[g], off[g + 1])]
tfs = sorted(set(reg))
got = []
for i in range(cells):
    act = {}
    for t in tfs if first else []:
        es = [e for e in range(len(reg)) if reg[e] == t]
        gather = torch.exp(W['tf.gather'][es])
        s = sum(gather[j] * sign[e] * z[i, target[e]] for j, e in enumerate(es)) / torch.sqrt((gather ** 2).sum())
        act[t] = W['tf.scale'][tfs.index(t)] * s
    con = z[i][:, None] * W['gene.embedding']; ident = W['gene.identity']
    for l in range(c['layers']):
        p = lambda name: W['layers.%d.%s' % (l, name)]
        s = con.clone()
        for t in tfs if first else []: s[t] = s[t] + act[t] * W['tf.activity'][tfs.index(t)]
        nrm = LN(s + ident)
        q, k, v = nrm @ p('query.weight').T, nrm @ p('key.weight').T, s @ p('value.weight').T
        m = torch.zeros(G, d, dtype=torch.float64); att = []; row = 0
        others = torch.zeros(G, d, dtype=torch.float64); asks = LN(ident) @ p('query.weight').T
        for g in range(G):
            keys = [g] + reg[off[g]:off[g + 1]]
            sg = torch.tensor([1.0] + sign[off[g]:off[g + 1]], dtype=torch.float64)
            al = torch.zeros(len(keys), H, dtype=torch.float64)
            for h in range(H):
                b = slice(h * w, (h + 1) * w)
                logit = (k[keys][:, b] @ q[g, b]) / math.sqrt(w) + p('edge_bias')[row:row + len(keys), h]
                al[:, h] = torch.softmax(logit, 0)
                m[g, b] = (al[:, h] * sg) @ v[keys][:, b]
                bias = p('edge_bias')[row:row + len(keys), h]
                r = keys[1:]
                logit = torch.cat([torch.zeros(1, dtype=torch.float64), (k[r][:, b] @ asks[g, b]) / math.sqrt(w)]) + bias
                others[g, b] = (torch.softmax(logit, 0)[1:] * sg[1:]) @ v[r][:, b]
            att.append(al.mean(1)); row += len(keys)
        if first or l == 0: expect = W['expected.scale'] * ((m if first else others) @ W['expected.direction'])
        con = con + m @ p('output.weight').T
        inner = torch.nn.functional.gelu(LN(con + ident) @ p('feed_forward.in.weight').T + p('feed_forward.in.bias'))
        con = con + inner @ p('feed_forward.out.weight').T + p('feed_forward.out.bias')
    con = con + (W['expected.share'] * expect)[:, None] * W['gene.embedding']
    pool = torch.softmax(LN(con + ident) @ W['pool.query'], 0)
    emb = W['embedding.weight'] @ (math.sqrt(G) * (pool @ con))
    emb = math.sqrt(emb.numel()) * emb / emb.norm()
    logits = W['head.weight'] @ emb + W['head.bias']
    got += logits.tolist() + emb.tolist() + pool.tolist()
    got += [a for al in att for a in al[1:].tolist()] + [float(al[0]) for al in att]
got = np.array(got)
assert got.shape == want.shape, (got.shape, want.shape)
# each kind of number relative to its own largest value
per = len(got) // cells; E = len(reg)
cuts = np.cumsum([0, K, d, G, E, G])
g2, w2 = got.reshape(cells, per), want.reshape(cells, per)
for a, b, name in zip(cuts[:-1], cuts[1:], ['logits', 'embedding', 'pooling', 'edges', 'self']):
    worst = np.abs(g2[:, a:b] - w2[:, a:b]).max() / np.abs(w2[:, a:b]).max()
    print(name, worst)
    assert worst < 1e-5, (name, worst)
)PY";

void write_floats(const QString& path, const std::vector<float>& values) {
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(reinterpret_cast<const char*>(values.data()),
               static_cast<qint64>(values.size() * sizeof(float)));
}

// A model's file, and what its predictor says of some cells, against the formulas of the help page.
void compare_with_pytorch(const QString& file, const MatrixSource& expression,
                          const std::vector<std::string>& genes, const std::vector<std::uint32_t>& rows) {
    const auto model = std::make_shared<const ModelFile>(load_model(file.toStdString()));
    const auto predictor = Predictor::create(model);
    const GeneMatch match = match_genes(*model, genes);
    const Matrix values = to_dense(expression.rows(rows));
    std::vector<float> x, want;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        for (const std::int32_t column : match.columns)
            x.push_back(values(i, static_cast<std::size_t>(column)));
    }
    Job job;
    const Prediction p = predictor->predict(expression, match, rows, job);
    predictor->attend(
        expression, match, rows, {},
        [&](std::size_t i, const CellAttention& cell) {
            for (const auto& part :
                 {p.logits.row(i), p.embedding.row(i), std::span<const float>(cell.pooling),
                  std::span<const float>(cell.edges), std::span<const float>(cell.self)}) {
                want.insert(want.end(), part.begin(), part.end());
            }
        },
        job);
    QTemporaryDir folder;
    write_floats(folder.filePath(QStringLiteral("x")), x);
    write_floats(folder.filePath(QStringLiteral("want")), want);
    const ScriptResult result = run_python(
        QString::fromUtf8(reader), {file, folder.filePath(QStringLiteral("x")), QString::number(rows.size()),
                                    folder.filePath(QStringLiteral("want"))});
    QVERIFY2(result.exit_code == 0, qPrintable(result.output + result.errors));
}

}  // namespace

class PredictorTest : public QObject {
    Q_OBJECT
    Simulation m_simulation;
    TrainingSetup m_setup;
    std::shared_ptr<const ModelFile> m_model;

    GeneMatch match() const { return match_genes(*m_model, m_setup.input.genes); }

  private Q_SLOTS:
    void initTestCase() {
        m_simulation = small_simulation();
        m_setup = small_setup(m_simulation);
        Job job;
        TrainingOptions options = small_options();
        options.model.layers = 2;
        const auto trainer = Trainer::create(m_setup.input, options, job);
        trainer->run_until(trainer->epochs(), job);
        m_model = std::make_shared<const ModelFile>(trainer->best());
    }

    void pytorch_reads_and_computes_the_same_data() {
        QTest::addColumn<int>("revision");
        QTest::newRow("this revision") << 2;
        QTest::newRow("the first") << 1;
    }
    void pytorch_reads_and_computes_the_same() {
        REGULUS_NEED_PYTHON("torch", "numpy");
        QFETCH(int, revision);
        Job job;
        TrainingOptions options = small_options();
        options.model.layers = 2;
        options.model.revision = revision;
        const auto trainer = Trainer::create(m_setup.input, options, job);
        trainer->run_until(trainer->epochs(), job);
        QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("m.safetensors"));
        save_model(trainer->best(), file.toStdString());
        QCOMPARE(load_model(file.toStdString()).config.revision, revision);
        compare_with_pytorch(file, *m_setup.input.expression, m_setup.input.genes, {3, 77, 250});
    }

    // A file that a Regulus of before wrote, trained on simulated cells.
    void a_file_of_version_1_opens_and_says_what_it_said() {
        REGULUS_NEED_PYTHON("torch", "numpy");
        const QString file = QStringLiteral(REGULUS_OLD_MODEL);
        const ModelFile model = load_model(file.toStdString());
        QCOMPARE(model.config.revision, 1);
        QVERIFY(model.weights.contains("tf.activity"));
        Random random(3);
        CsrMatrix cells;
        cells.cols = model.genes.size();
        for (int c = 0; c < 4; ++c) {
            std::vector<std::int32_t> columns;
            std::vector<float> values;
            for (std::size_t g = 0; g < cells.cols; ++g) {
                if (random.uniform() < 0.5) continue;
                columns.push_back(static_cast<std::int32_t>(g));
                values.push_back(static_cast<float>(random.uniform() * 6));
            }
            cells.push_row(columns, values);
        }
        compare_with_pytorch(file, InMemoryMatrix(std::move(cells)), model.genes, {0, 1, 2, 3});
        // Written again it stays what it is.
        QTemporaryDir folder;
        const std::string again = folder.filePath(QStringLiteral("again.safetensors")).toStdString();
        save_model(model, again);
        QCOMPARE(load_model(again).config.revision, 1);
    }

    void any_order_and_batch_of_cells_gives_the_same() {
        const auto predictor = Predictor::create(m_model);
        Job job;
        std::vector<std::uint32_t> rows(100);
        for (std::uint32_t i = 0; i < 100; ++i) rows[i] = 99 - i;
        const Prediction together = predictor->predict(*m_setup.input.expression, match(), rows, job);
        const std::uint32_t one = 42;
        const Prediction alone =
            predictor->predict(*m_setup.input.expression, match(), std::span(&one, 1), job);
        for (std::size_t k = 0; k < alone.logits.cols; ++k) {
            QVERIFY(std::abs(alone.logits(0, k) - together.logits(57, k)) < 1e-4F);
        }
    }

    void read_outs_add_up() {
        const auto predictor = Predictor::create(m_model);
        Job job;
        const std::vector<std::uint32_t> rows{0, 1, 2, 3};
        const RegulonAttention r =
            regulon_attention(*predictor, *m_setup.input.expression, match(), rows, {}, job);
        QCOMPARE(r.tfs.size(), regulons(m_model->mask).tfs.size());
        for (std::size_t i = 0; i < rows.size(); ++i) {
            double sum = r.self_share[i];
            for (const float value : r.attention.row(i)) sum += value;
            QVERIFY2(std::abs(sum - 1) < 1e-4, qPrintable(QString::number(sum)));
        }
    }

    void cutting_every_edge_of_a_tf_moves_the_prediction() {
        const auto predictor = Predictor::create(m_model);
        Job job;
        const Regulons tfs = regulons(m_model->mask);
        const Knockout effect = cut_edges(*predictor, *m_setup.input.expression, match(), 5, tfs.tfs, job);
        QCOMPARE(effect.log_odds.size(), tfs.tfs.size());
        QVERIFY(std::ranges::any_of(effect.log_odds, [](float x) { return std::abs(x) > 1e-4F; }));
        QVERIFY(std::ranges::all_of(effect.log_odds, [](float x) { return std::isfinite(x); }));
    }

    void targets_of_a_tf() {
        const auto predictor = Predictor::create(m_model);
        Job job;
        const Regulons tfs = regulons(m_model->mask);
        const std::vector<std::uint32_t> rows{7, 8};
        const auto targets =
            target_attention(*predictor, *m_setup.input.expression, match(), rows, tfs.tfs[0], {}, job);
        QCOMPARE(targets.size(), static_cast<std::size_t>(tfs.targets[0]));
        for (const auto& target : targets) QVERIFY(target.attention > 0 && target.attention < 1);
    }

    void missing_genes_are_counted_and_too_many_refused() {
        std::vector<std::string> genes = m_setup.input.genes;
        genes[0] = "not here";
        const GeneMatch most = match_genes(*m_model, genes);
        QVERIFY(most.found >= m_model->genes.size() - 1);
        for (auto& gene : genes) gene = "x" + gene;
        QVERIFY_EXCEPTION_THROWN(match_genes(*m_model, genes), Error);
    }
};

QTEST_APPLESS_MAIN(PredictorTest)
#include "tst_predictor.moc"
