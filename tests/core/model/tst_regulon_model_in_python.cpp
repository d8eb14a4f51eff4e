// Another program, written from the help page alone, computes what a model that reads regulons computes.
#include "core/base/random.h"
#include "tests/core/model/regulon_model_fixture.h"
#include "tests/core/stats/python_values.h"

using namespace regulus;
using namespace regulus::test;

namespace {

// Written from resources/help/model.md alone: reads the file, computes all that the page has a formula for
// and compares it with the numbers given, cell by cell in the order of `parts`.
constexpr const char* page = R"PY(
import json, struct, sys
import numpy as np
raw = open(sys.argv[1], 'rb').read()
n = struct.unpack('<Q', raw[:8])[0]
head = json.loads(raw[8:8 + n]); meta = head.pop('__metadata__')
kinds = {'F32': np.float32, 'I32': np.int32, 'U8': np.uint8}
T = {k: np.frombuffer(raw[8 + n + e['data_offsets'][0]:8 + n + e['data_offsets'][1]], kinds[e['dtype']]).reshape(e['shape']) for k, e in head.items()}
W = {k[8:]: v.astype(float) for k, v in T.items() if k.startswith('weights.')}
config = json.loads(meta['config']); genes = json.loads(meta['genes']); K = len(json.loads(meta['classes']))
assert (meta['format'], meta['version'], config['read']) == ('regulus.sctransformer', '2', 'regulons')
tfs = np.unique(T['edges.tf']); place = np.searchsorted(tfs, T['edges.tf']); t, H, d = W['tf.value'].shape
assert len(tfs) == t and H == config['heads'] and d == config['dimensions']
cells = int(sys.argv[3])
x = np.fromfile(sys.argv[2], np.float32).reshape(cells, len(genes)).astype(float)
z = np.clip((x - T['gene.mean']) / T['gene.sd'].astype(float), -config['clip'], config['clip'])
a = np.zeros((cells, t, H))
for e in range(len(place)): a[:, place[e]] += z[:, [T['edges.target'][e]]] * W['edge.weight'][e]
limit = config['evidence_clip']
a = np.clip((a - W['evidence.mean']) * W['evidence.scale'], -limit, limit) + W['tf.own'] * np.clip(z[:, tfs], -config['own_clip'], config['own_clip'])[:, :, None]
def attention(a):
    s = W['attention.slope'] * a + W['tf.offset']; s = np.exp(s - s.max(1, keepdims=True)); return s / s.sum(1, keepdims=True)
def say(p): return t * np.einsum('cth,thd->cd', p, W['tf.value']) + W['embedding.constant']
def direction(u): return np.sqrt(d) * u / np.maximum(np.linalg.norm(u, axis=1, keepdims=True), 1e-15)
def name(u): return direction(u) @ W['classifier.weight'].T + W['classifier.bias']
p = attention(a); said = say(p)
components = (z - W['components.center']) @ W['components.loadings']
left = config['bypass'] * (components - said)
u = said + left; logits = name(u); best = logits.argmax(1); at = np.arange(cells)
def odds(l):
    rest = l.copy(); rest[at, best] = -np.inf; top = rest.max(1)
    return l[at, best] - top - np.log(np.exp(rest - top[:, None]).sum(1))
effect = np.zeros((cells, t))
for i in range(t):
    cut = a.copy(); cut[:, i] = 0
    again = say(attention(cut))   # and what it leaves over
    effect[:, i] = odds(name(again + config['bypass'] * (components - again))) - odds(logits)
length = np.sqrt(d) / np.linalg.norm(u, axis=1)
parts = length[:, None, None] * t * np.einsum('cth,thd,kd->ctk', p, W['tf.value'], W['classifier.weight'])
bypass = length[:, None] * (left @ W['classifier.weight'].T)
constant = length[:, None] * (W['classifier.weight'] @ W['embedding.constant']) + W['classifier.bias']
assert np.abs(parts.sum(1) + bypass + constant - logits).max() < 1e-9
kept = np.stack([name(said).argmax(1), name(left).argmax(1)], 1)
score = np.exp(logits - logits.max(1, keepdims=True)); score /= score.sum(1, keepdims=True)
got = dict(evidence=a.mean(2), attention=p.mean(2), embedding=direction(u), logits=logits, score=score, tfs=parts.reshape(cells, -1), bypass=bypass, constant=constant, effect=effect, said=direction(said), left=direction(left), kept=kept)
want = np.fromfile(sys.argv[4], np.float32).reshape(cells, -1); first = 0
for what, values in got.items():
    part = want[:, first:first + values.shape[1]]; first += values.shape[1]
    assert part.shape == values.shape, (what, part.shape, values.shape)
    # evidence, embedding, logits and effects by their own largest number, what lies in 0 to 1 as it is
    worst = np.abs(values - part).max() / max(np.abs(values).max(), 1)
    print(what, worst)
    assert worst < (1e-4 if what == 'effect' else 1e-5), (what, worst)
assert first == want.shape[1]
)PY";

void write_floats(const QString& path, const std::vector<float>& values) {
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(reinterpret_cast<const char*>(values.data()),
               static_cast<qint64>(values.size() * sizeof(float)));
}

}  // namespace

class RegulonModelInPythonTest : public RegulonModelFixture {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase() { make(); }

    void another_program_computes_the_same_data() {
        QTest::addColumn<double>("bypass");
        for (const double bypass : {0.0, 0.5, 1.0}) QTest::addRow("bypass %g", bypass) << bypass;
    }
    void another_program_computes_the_same() {
        REGULUS_NEED_PYTHON("numpy");
        QFETCH(double, bypass);
        // Numbers that a model in closed form has alike in all heads and TFs.
        const auto made = std::make_shared<ModelFile>(trained(m_setup.input, regulon_options(bypass)));
        const auto varied = std::make_shared<ReaderModel>(*made->reader);
        Random random(6);
        for (float& own : varied->reader.own) own = static_cast<float>(random.uniform());
        for (float& offset : varied->reader.offset) offset = static_cast<float>(0.3 * random.normal());
        for (float& slope : varied->reader.slope) slope = static_cast<float>(0.4 + random.uniform());
        made->reader = varied;
        const QString file = m_folder.filePath(QStringLiteral("python.safetensors"));
        save_model(*made, file.toStdString());
        const auto model = std::make_shared<const ModelFile>(load_model(file.toStdString()));

        std::vector<std::uint32_t> rows;
        for (std::uint32_t c = 0; c < 400; c += 8) rows.push_back(c);
        const GeneMatch match = match_genes(*model, m_setup.input.genes);
        const RegulonReader reader = reader_for(*model->reader, match.columns);
        const ReaderHead& head = model->reader->head;
        Job job;
        const MatrixSource& source = *m_setup.input.expression;
        const Prediction prediction = Predictor::create(model)->predict(source, match, rows, job);
        Reading reading;
        read_regulons(reader, source, rows, {.bypass = bypass}, job,
                      [&](std::size_t first, const Reading& r) {
                          QCOMPARE(first, std::size_t{0});
                          reading = r;
                      });
        CutEffects effects;
        cut_tfs(reader, head, source, rows, job,
                [&](std::size_t, const CutEffects& part) { effects = part; });
        const auto without_bypass = classes_of(model, Cut::Bypass, rows),
                   without_regulons = classes_of(model, Cut::Regulons, rows);
        const Matrix said = embedding_with(model, Cut::Bypass), left = embedding_with(model, Cut::Regulons);
        const Matrix values = dense();
        std::vector<float> x, want;
        const auto add = [&](const auto& numbers) {
            for (const auto number : numbers) want.push_back(static_cast<float>(number));
        };
        for (std::size_t i = 0; i < rows.size(); ++i) {
            for (const std::int32_t column : match.columns)
                x.push_back(values(rows[i], static_cast<std::size_t>(column)));
            const Contributions parts = contributions(reader, head, source, rows[i]);
            add(reading.evidence.row(i));
            add(reading.attention.row(i));
            add(prediction.embedding.row(i));
            add(prediction.logits.row(i));
            add(prediction.probabilities.row(i));
            add(parts.tfs.values);
            add(parts.bypass);
            add(parts.constant);
            add(effects.effect.row(i));
            add(said.row(rows[i]));
            add(left.row(rows[i]));
            add(std::vector<std::int32_t>{without_bypass[i], without_regulons[i]});
        }
        write_floats(m_folder.filePath(QStringLiteral("x")), x);
        write_floats(m_folder.filePath(QStringLiteral("want")), want);
        const ScriptResult result =
            run_python(QString::fromUtf8(page),
                       {file, m_folder.filePath(QStringLiteral("x")), QString::number(rows.size()),
                        m_folder.filePath(QStringLiteral("want"))});
        QVERIFY2(result.exit_code == 0, qPrintable(result.output + result.errors));
    }

    void cleanupTestCase() { QVERIFY(!torch_is_loaded()); }
};

QTEST_APPLESS_MAIN(RegulonModelInPythonTest)
#include "tst_regulon_model_in_python.moc"
