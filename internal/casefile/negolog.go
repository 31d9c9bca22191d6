// SPDX-License-Identifier: Apache-2.0

package casefile

import "parley/bargain"

// isNegoLog reports whether a file is a profile of NegoLog.
func isNegoLog(root *node) bool {
	return root.get("issueWeights") != nil && root.get("issues") != nil && root.get("LinearAdditiveUtilitySpace") == nil
}

// negologDomain takes the issues from a profile: the format has no other place
// for them.
func negologDomain(root *node, c *Case) (*domain, error) {
	issues := root.get("issues")
	if issues.kind != object || len(issues.items) == 0 {
		return nil, issues.fail("the profile has no issues")
	}
	d := &domain{}
	return d, issues.each(func(k key, v *node) error {
		if v.kind != object {
			return v.fail("issue %q is %s, want an object of values", short(k.name), v.kind)
		}
		var names []string
		for _, o := range v.keys {
			names = append(names, o.name)
		}
		return d.add(v, k.name, names, c)
	})
}

func negologView(root *node, d *domain, c *Case) (v bargain.View, err error) {
	v.Weights = make([]bargain.Number, len(d.issues))
	v.Values = make([][]bargain.Number, len(d.issues))
	weights, issues := root.get("issueWeights"), root.get("issues")
	weighted := make([]bool, len(d.issues))
	if weights.kind != object || issues.kind != object {
		return v, root.fail("the profile needs objects of issueWeights and issues")
	}
	err = weights.each(func(k key, n *node) error {
		i := d.issue(k.name)
		if i < 0 {
			c.repair(place{n.file.name, k.line}, "there is no issue %q; its weight is left out", short(k.name))
			return nil
		}
		w, err := stated(n, "the weight of "+short(k.name))
		v.Weights[i], weighted[i] = bargain.Rational(w), true
		return err
	})
	if err != nil {
		return v, err
	}
	err = issues.each(func(k key, n *node) error {
		i := d.issue(k.name)
		if i < 0 {
			c.repair(place{n.file.name, k.line}, "the other profile has no issue %q; it is left out", short(k.name))
			return nil
		}
		v.Values[i], err = d.table(n, i, c)
		return err
	})
	if err != nil {
		return v, err
	}
	for i, issue := range d.issues {
		if v.Values[i] == nil {
			c.repair(issues.at(), "the profile says nothing of issue %q; it counts 0", short(issue.ID))
		} else if !weighted[i] {
			c.repair(weights.at(), "issue %q has no weight; it counts 0", short(issue.ID))
		}
	}
	if r := root.get("reservationValue"); r != nil && r.kind != null {
		x, err := stated(r, "reservationValue")
		if err != nil {
			return v, err
		}
		v.Reservation = &bargain.Reservation{Value: bargain.Rational(x)}
	}
	return v, nil
}
