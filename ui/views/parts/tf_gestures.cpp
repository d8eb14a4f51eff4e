#include "ui/views/parts/tf_gestures.h"

namespace regulus {

RegulonMeasure usualMeasure(const Session& session) {
    return session.model().regulons ? RegulonMeasure::Choice : RegulonMeasure::TfAttention;
}

void colorByTf(Session& session, const std::string& tf, RegulonMeasure measure) {
    session.focus().setTf(tf);
    session.colors().colorBy(measure == RegulonMeasure::Expression ? Coloring::gene(tf)
                                                                   : Coloring::regulon(tf, measure));
}

}  // namespace regulus
