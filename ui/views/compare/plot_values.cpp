#include "ui/views/compare/plot_values.h"

#include "ui/figures/shown_genes.h"
#include "ui/session/session.h"

namespace regulus {

std::optional<PlotValues> plotValues(const Session& session, ValuesOf of) {
    const OpenedState& opened = session.opened();
    const ModelState& model = session.model();
    if (!opened.dataset) return std::nullopt;
    PlotValues values;
    values.of = of;
    values.dataset = opened.dataset;
    if (of == ValuesOf::Genes) {
        values.choices = opened.choices;
        values.genes = opened.genes.names;
        values.expression = opened.expression;
        return values;
    }
    if (of == ValuesOf::Attention && model.file && !model.readsRegulons()) {
        values.context = model.context;
        return values.context ? std::optional(values) : std::nullopt;
    }
    if (!session.tfResults() || !session.tfExpression()) return std::nullopt;
    values.reader = session.tfResults()->reader;
    values.read = session.tfExpression();
    return values;
}

std::vector<std::string> namesOf(const PlotValues& values) {
    if (values.reader) return values.reader->regulons.tfs;
    return values.genes ? values.genes->names : std::vector<std::string>();
}

ComparedValues comparedValues(const PlotValues& values) {
    if (values.context) return compared_choice(values.context->input, values.context->predictor);
    if (values.of == ValuesOf::Activity) return compared_activity(values.read, values.reader->regulons);
    if (values.of == ValuesOf::Attention) return compared_attention(values.read, *values.reader);
    return shownGenes(*values.dataset, values.choices, values.genes.get(), values.expression);
}

}  // namespace regulus
