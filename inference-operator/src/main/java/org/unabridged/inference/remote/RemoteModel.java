package org.unabridged.inference.remote;

import java.util.List;
import org.unabridged.inference.Budget;
import org.unabridged.inference.ModelDescription;
import org.unabridged.inference.remote.profile.ModelProfile;
import org.unabridged.inference.remote.profile.Prices;

/**
 * What all passes with one model share.
 *
 * @param description of the model
 * @param profile what is known of it
 * @param routes where it is, by growing windows; at least one
 * @param asking how contexts are asked about
 * @param budget what may be used
 * @param clock runs while contexts are read
 */
record RemoteModel(
    ModelDescription description,
    ModelProfile profile,
    List<Route> routes,
    Asking asking,
    Budget budget,
    UseClock clock) {

  RemoteModel {
    routes = List.copyOf(routes);
    if (routes.isEmpty()) {
      throw new IllegalArgumentException("no routes to " + profile.name());
    }
  }

  /** What some time of the servers costs; nothing where it has no price. */
  double timeCost(double seconds) {
    Prices prices = profile.prices();
    return prices == null ? 0 : prices.timeCost(seconds);
  }

  /** What tokens cost; nothing where there are no prices. */
  double cost(long read, long cached, long written) {
    Prices prices = profile.prices();
    return prices == null ? 0 : prices.cost(read, cached, written);
  }
}
