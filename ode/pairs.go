package ode

// BogackiShampine is the pair of orders 3(2) of Bogacki & Shampine, "A 3(2)
// pair of Runge–Kutta formulas", Applied Mathematics Letters 2 (1989): the
// method for loose tolerances. The cubic Hermite polynomial is as accurate as
// the method.
var BogackiShampine = Tableau{
	Name: "Bogacki-Shampine", Order: 3,
	A:     [][]float64{{}, {1. / 2}, {0, 3. / 4}},
	B:     []float64{2. / 9, 1. / 3, 4. / 9},
	C:     []float64{0, 1. / 2, 3. / 4},
	Error: []float64{-5. / 72, 1. / 12, 1. / 9, -1. / 8},
}

// Tsit5 is the pair of orders 5(4) of Tsitouras, "Runge–Kutta pairs of order
// 5(4) satisfying only the first column simplifying assumption", Computers &
// Mathematics with Applications 62 (2011), table 1, with the interpolant given
// there. The last weight of its error estimate is -1/66: the paper's table
// prints b̂ - b with the wrong sign in that place, which the order conditions
// tell.
var Tsit5 = Tableau{
	Name: "Tsit5", Order: 5,
	A: [][]float64{
		{},
		{0.161},
		{-0.008480655492356989, 0.3354806554923570},
		{2.897153057105493, -6.359448489975075, 4.362295432869581},
		{5.325864828439257, -11.74888356406283, 7.495539342889836, -0.09249506636175525},
		{5.861455442946420, -12.92096931784711, 8.159367898576159, -0.07158497328140100, -0.02826905039406838},
	},
	B: []float64{
		0.09646076681806523, 0.01, 0.4798896504144996,
		1.379008574103742, -3.290069515436081, 2.324710524099774,
	},
	C: []float64{0, 0.161, 0.327, 0.9, 0.9800255409045097, 1},
	Error: []float64{
		0.001780011052225777, 0.0008164344596567469, -0.007880878010261995,
		0.1447110071732629, -0.5823571654525552, 0.4580821059291869, -1. / 66,
	},
	Dense: [][]float64{
		{1, -2.763706197274826, 2.913255461821913, -1.053088497729022},
		{0, 0.1317, -0.2234, 0.1017},
		{0, 3.930296236894751, -5.941033872131505, 2.490627285651253},
		{0, -12.41107716693368, 30.33818863028232, -16.54810288924490},
		{0, 37.50931341651104, -88.17890489476640, 47.37952196281928},
		{0, -27.89652628919729, 65.09189467479368, -34.87065786149661},
		{0, 1.5, -4, 2.5},
	},
}

// DormandPrince is the pair of orders 5(4) of Dormand & Prince, "A family of
// embedded Runge–Kutta formulae", Journal of Computational and Applied
// Mathematics 6 (1980), table 2, known as RK5(4)7M, ode45 and dopri5. The
// interpolant is the one of order 4 of Shampine, "Some practical Runge–Kutta
// formulas", Mathematics of Computation 46 (1986), as Hairer, Nørsett & Wanner,
// Solving Ordinary Differential Equations I, use it in DOPRI5 (section II.6).
var DormandPrince = Tableau{
	Name: "Dormand-Prince", Order: 5,
	A: [][]float64{
		{},
		{1. / 5},
		{3. / 40, 9. / 40},
		{44. / 45, -56. / 15, 32. / 9},
		{19372. / 6561, -25360. / 2187, 64448. / 6561, -212. / 729},
		{9017. / 3168, -355. / 33, 46732. / 5247, 49. / 176, -5103. / 18656},
	},
	B:     []float64{35. / 384, 0, 500. / 1113, 125. / 192, -2187. / 6784, 11. / 84},
	C:     []float64{0, 1. / 5, 3. / 10, 4. / 5, 8. / 9, 1},
	Error: []float64{71. / 57600, 0, -71. / 16695, 71. / 1920, -17253. / 339200, 22. / 525, -1. / 40},
	Dense: [][]float64{
		{1, -8048581381. / 2820520608, 8663915743. / 2820520608, -12715105075. / 11282082432},
		{0, 0, 0, 0},
		{0, 131558114200. / 32700410799, -68118460800. / 10900136933, 87487479700. / 32700410799},
		{0, -1754552775. / 470086768, 14199869525. / 1410260304, -10690763975. / 1880347072},
		{0, 127303824393. / 49829197408, -318862633887. / 49829197408, 701980252875. / 199316789632},
		{0, -282668133. / 205662961, 2019193451. / 616988883, -1453857185. / 822651844},
		{0, 40617522. / 29380423, -110615467. / 29380423, 69997945. / 29380423},
	},
}
